using System.Text.Json;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Templates;

public class JinjaTemplateAgainstJinja2Tests
{
    [Theory]
    [InlineData("chat")]
    [InlineData("task")]
    public void Render_recorded_case_is_what_Jinja2_makes(string host)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json")));
        JsonElement variables = file.RootElement.GetProperty("variables");
        List<string> disagreements = [];
        int count = 0;
        foreach (JsonElement one in file.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (one.GetProperty("host").GetString() != host) continue;
            count++;
            string template = one.GetProperty("template").GetString()!;
            JinjaRun run = JinjaRun.Of(host, template, variables.GetProperty(one.GetProperty("variables").GetString()!));
            if (run.Disagreement(template, one) is { } difference) disagreements.Add(difference);
        }

        Assert.True(count > 250);
        Assert.True(disagreements.Count == 0, $"{disagreements.Count} of {count}:\n{string.Join('\n', disagreements)}");
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "ModelGate.Models.Tests", "Templates", "Jinja2");
}
