using System.Security.Cryptography;
using System.Text;
using ModelGate.Gate.Policies.Changes;

namespace ModelGate.Gate.Tests.Policies.Changes;

public sealed class NamedFileChangesTests
{
    private const string PolicyPath = "gates/quantgate.yml";

    private const string Policy = """
        version: 1
        model: ../weights
        calibration: {data: calibration.jsonl}
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy:
          tasks: [../tasks/suite.yaml, {task: demo-facts, data: facts.jsonl}]
          data-folder: ../data
        gates: [{metric: recovery, at-least: 99%}]
        """;

    private static MemoryTree Base => new()
    {
        ["weights/config.json"] = "{}",
        ["weights/model.safetensors"] = "weights",
        ["gates/calibration.jsonl"] = "a\nb\n",
        ["gates/facts.jsonl"] = "{\"q\": 1}\n",
        ["data/owner/name/default/test.jsonl"] = "{}\n",
        ["tasks/suite.yaml"] = "group: suite\ntask: [member, demo-letters]\n",
        ["tasks/member.yaml"] = "task: member\ninclude: parts/common.yaml\n",
        ["tasks/parts/common.yaml"] =
            "dataset_path: json\ndataset_kwargs: {data_files: {test: docs.jsonl}}\noutput_type: multiple_choice\n",
        ["tasks/parts/docs.jsonl"] = "{\"a\": 1}\n",
        ["tasks/neighbour.yaml"] = "task: neighbour\n",
        ["README.md"] = "a text",
    };

    public static TheoryData<string, string?, string> Files => new()
    {
        { "README.md", "another", "" },
        { "tasks/neighbour.yaml", "task: neighbour\ntag: x\n", "" },
        { "tasks/third.yaml", "task: third\n", "" },
        { "tasks/suite.yaml", "# only a comment\ngroup:   suite\ntask:\n- member\n- demo-letters\n", "" },
        { "tasks/suite.yaml", "group: suite\ntask: [member]\n", "task-files, task file tasks/suite.yaml" },
        { "tasks/member.yaml", "task: member\n", "task-files, task file tasks/suite.yaml" },
        { "tasks/parts/common.yaml", "output_type: generate_until\n", "task-files, task file tasks/suite.yaml" },
        { "tasks/parts/docs.jsonl", "{\"a\": 2}\n", "task-files, file tasks/parts/docs.jsonl of task file tasks/suite.yaml" },
        { "tasks/parts/docs.jsonl", null, "task-files, file tasks/parts/docs.jsonl of task file tasks/suite.yaml" },
        { "tasks/demo-letters.yaml", "task: demo-letters\n", "task-files, task file tasks/suite.yaml" },
        { "tasks/suite.yaml", "group: [", "task-files, task file tasks/suite.yaml" },
        { "gates/facts.jsonl", "{\"q\": 2}\n", "documents, documents gates/facts.jsonl" },
        { "gates/facts.jsonl", "{\"q\": 1}\r\n", "" },
        { "data/owner/name/default/test.jsonl", "", "documents, documents data/owner/name/default/test.jsonl" },
        { "data/owner/other/default/test.jsonl", "x", "documents, documents data/owner/other/default/test.jsonl" },
        { "gates/calibration.jsonl", "a\n", "calibration, calibration text gates/calibration.jsonl" },
        { "weights/model.safetensors", "other", "baseline, baseline weights/model.safetensors" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Find_of_a_changed_file(string path, string? text, string found) => Assert.Equal(found, Found(Base, Base.With(path, text)));

    [Fact]
    public void Find_of_a_task_file_that_never_could_be_read_compares_its_folder()
    {
        MemoryTree broken = Base.With("tasks/suite.yaml", "group: [");
        Assert.Equal("", Found(broken, broken));
        MemoryTree changed = broken.With("tasks/member.yaml", "task: other\n");
        Assert.Contains("file tasks/member.yaml", Found(broken, changed), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_of_a_pointer_and_the_content_it_stands_for_is_nothing()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("weights")));
        MemoryTree pointing = Base.With(
            "weights/model.safetensors", $"version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize 7\n");
        Assert.Equal("", Found(pointing, Base));
        Assert.Equal("", Found(Base, pointing));
        Assert.Equal(
            "baseline, baseline weights/model.safetensors", Found(pointing, Base.With("weights/model.safetensors", "weights2")));
    }

    private static string Found(MemoryTree before, MemoryTree after) => string.Join(
        "; ", new NamedFileChanges(ChangedPolicy.State(Policy).Policy, PolicyPath, before, after).Find()
            .Select(change => $"{change.Kind}, {change.Subject}"));
}
