using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

public sealed class InputsOptionTests : IDisposable
{
    private const string Policy = """
        version: 1
        model: ./model
        candidates: {fp8: {scheme: w8a8-fp8}, same: {model: ./same}}
        accuracy: {tasks: [{task: demo-letters, sample: 4, data: letters.jsonl}]}
        gates: [{metric: size-ratio, at-most: 1}]

        """;

    private readonly ToolRun tool = new();

    public InputsOptionTests()
    {
        CopyModel("model");
        CopyModel("same");
        File.Copy(Path.Combine(Repository.Demo, "tasks", "letters.jsonl"), tool.Combine("letters.jsonl"));
        Directory.CreateDirectory(tool.Combine("sub"));
    }

    [Fact]
    public async Task Inputs_are_the_policy_its_lock_its_models_and_its_documents()
    {
        tool.Write("quantgate.yml", Policy);
        await tool.SucceedAsync("check", "--inputs", "sub/inputs.txt");
        string[] paths = File.ReadAllLines(tool.Combine("sub", "inputs.txt"));
        string[] own = [.. paths.Where(path => path.StartsWith(tool.Folder, StringComparison.Ordinal))];
        Assert.Equal(
            ["letters.jsonl", "model", "quantgate.lock", "quantgate.yml", "same"],
            own.Select(path => Path.GetRelativePath(tool.Folder, path)).Order(StringComparer.Ordinal));
        Assert.Contains(Path.Combine(Repository.Demo, "tasks", "letters_dev.jsonl"), paths);
    }

    /// <summary>A task file names others by name, so that a file which is not there yet may count too.</summary>
    [Fact]
    public async Task Task_files_of_ones_own_leave_no_list()
    {
        tool.Write("letters.yaml", """
            task: letters
            dataset_path: json
            dataset_kwargs: {data_files: {test: letters.jsonl}}
            test_split: test
            num_fewshot: 0
            output_type: loglikelihood_rolling
            doc_to_text: ""
            doc_to_target: text
            metric_list: [{metric: byte_perplexity}]
            quantgate: {primary-metric: byte_perplexity}
            """);
        tool.Write("letters.jsonl", "{\"text\": \"A short text.\"}\n");
        tool.Write("quantgate.yml", """
            version: 1
            model: ./model
            candidates: {same: {model: ./same}}
            accuracy: {tasks: [letters.yaml]}
            gates: [{metric: size-ratio, at-most: 1}]
            """);
        await tool.SucceedAsync("check", "--inputs", "inputs.txt");
        Assert.False(File.Exists(tool.Combine("inputs.txt")));
    }

    public void Dispose() => tool.Dispose();

    private void CopyModel(string name)
    {
        Directory.CreateDirectory(tool.Combine(name));
        foreach (string file in Directory.EnumerateFiles(Repository.DemoModel))
        {
            File.Copy(file, Path.Combine(tool.Combine(name), Path.GetFileName(file)));
        }
    }
}
