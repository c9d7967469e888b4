namespace ModelGate.Measurement.Accuracy;

/// <summary>Where a task's documents are.</summary>
public abstract record DatasetReference
{
    private DatasetReference()
    {
    }

    /// <summary><c>dataset_path: json</c> or <c>csv</c> with <c>data_files</c>.</summary>
    /// <param name="Format">How to read the files.</param>
    /// <param name="Files">Absolute paths by split.</param>
    public sealed record Local(LocalFormat Format, IReadOnlyDictionary<string, IReadOnlyList<string>> Files) : DatasetReference;

    /// <summary>A data set of the Hub.</summary>
    /// <param name="Path">Such as <c>openai/gsm8k</c>.</param>
    /// <param name="Configuration"><c>dataset_name</c>; null is <c>default</c>.</param>
    /// <param name="Revision">A commit; null is the newest.</param>
    public sealed record Hub(string Path, string? Configuration, string? Revision) : DatasetReference
    {
        /// <summary>The configuration's name in folders and requests.</summary>
        public string ConfigurationName => Configuration ?? "default";
    }

    /// <summary>Files of a Hub data set's repository, taken as they are: <c>data_files</c> beside the data set's name.</summary>
    /// <param name="Files">Paths within the repository by split.</param>
    public sealed record HubFiles(
        string Path, string? Revision, LocalFormat Format, IReadOnlyDictionary<string, IReadOnlyList<string>> Files) : DatasetReference;
}

public enum LocalFormat
{
    /// <summary>One JSON object a line, or one JSON array of objects.</summary>
    Json,

    /// <summary>RFC 4180 with a header line; every value is text.</summary>
    Csv,
}
