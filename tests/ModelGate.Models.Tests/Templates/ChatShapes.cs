using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Templates;

/// <summary>Templates in the shape of real chat templates on conversations of every kind, with what Jinja2 made of them.</summary>
internal static class ChatShapes
{
    public sealed record Case(
        string Name, string Shape, string Conversation, string Extra, string Template, JsonElement Variables, JsonElement Recorded);

    public static IEnumerable<Case> Read()
    {
        string folder = Path.Combine(Repository.Root, "tests", "ModelGate.Models.Tests", "Templates");
        JsonElement file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "Jinja2", "shapes.json"))).RootElement;
        foreach (JsonElement one in file.GetProperty("cases").EnumerateArray())
        {
            string shape = one.GetProperty("shape").GetString()!;
            string conversation = one.GetProperty("conversation").GetString()!;
            string extra = one.GetProperty("extra").GetString()!;
            JsonObject variables = new()
            {
                ["messages"] = JsonNode.Parse(file.GetProperty("conversations").GetProperty(conversation).GetRawText()),
                ["bos_token"] = "<s>",
                ["eos_token"] = "</s>",
                ["add_generation_prompt"] = false,
            };
            foreach (JsonProperty more in file.GetProperty("extras").GetProperty(extra).EnumerateObject())
            {
                variables[more.Name] = JsonNode.Parse(more.Value.GetRawText());
            }

            string template = File.ReadAllText(Path.Combine(folder, "Shapes", shape));
            JsonElement values = JsonDocument.Parse(variables.ToJsonString()).RootElement;
            yield return new Case($"{shape}, {conversation}, {extra}", shape, conversation, extra, template, values, one);
        }
    }
}
