using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Templates;

public class JinjaTemplateAgainstJinja2Tests
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "ModelGate.Models.Tests", "Templates", "Jinja2");

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

    [Fact]
    public void Render_shape_of_a_real_chat_template_is_what_Jinja2_makes()
    {
        List<string> disagreements = [];
        foreach (ChatShapes.Case one in ChatShapes.Read())
        {
            JinjaRun run = JinjaRun.Of("chat", one.Template, one.Variables);
            if (run.Disagreement(one.Name, one.Recorded) is { } difference) disagreements.Add(difference);
            if (one.Recorded.TryGetProperty("message", out JsonElement message)) Assert.Equal(message.GetString(), run.Detail);
        }

        Assert.True(disagreements.Count == 0, $"{disagreements.Count}:\n{string.Join('\n', disagreements.Take(20))}");
    }

    [Theory]
    [InlineData("chat", 300)]
    [InlineData("task", 300)]
    public void Render_random_template_is_what_Jinja2_makes(string host, int count)
    {
        JsonElement variables = JsonDocument.Parse(JinjaGenerator.Variables).RootElement;
        string[] templates = [.. Enumerable.Range(0, count).Select(seed => new JinjaGenerator(seed, isPortable: false).Template())];
        JsonObject[] cases = [.. templates.Select(template => new JsonObject
        {
            ["host"] = host,
            ["template"] = template,
            ["variables"] = JsonNode.Parse(JinjaGenerator.Variables),
        })];
        JsonElement[]? answers = JinjaOracle.Ask("python3", ["oracle.py"], Folder, cases);
        if (answers is null) Assert.Skip("python3 with Jinja2 is not on this machine.");

        List<string> disagreements = [];
        int values = 0;
        for (int i = 0; i < count; i++)
        {
            JinjaRun run = JinjaRun.Of(host, templates[i], variables);
            if (run.Text is not null) values++;
            if (run.Disagreement(templates[i], answers[i]) is { } difference) disagreements.Add(difference);
        }

        Assert.True(disagreements.Count == 0, $"{disagreements.Count} of {count}:\n{string.Join('\n', disagreements.Take(30))}");
        Assert.True(values > count / 2, $"Only {values} of {count} templates have a value.");
    }
}
