using System.Runtime.Serialization.Json;
using System.Xml;
using System.Xml.Linq;

namespace ModelGate.MSBuild;

/// <summary>
/// A JSON file as the framework's own reader sees it: an element for each name, <c>item</c> in arrays. Every MSBuild brings that reader, so
/// that nothing has to be shipped beside the task.
/// </summary>
internal static class JsonFile
{
    /// <summary>Null where there is no such file, or it is not JSON.</summary>
    public static XElement? TryRead(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(
                File.ReadAllBytes(file), XmlDictionaryReaderQuotas.Max);
            return reader.MoveToContent() == XmlNodeType.Element ? XElement.Load(reader) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or XmlException or FormatException)
        {
            return null;
        }
    }
}
