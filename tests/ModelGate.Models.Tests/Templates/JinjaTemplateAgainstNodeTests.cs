using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Templates;

/// <summary>
/// Against the npm package @huggingface/jinja. It differs from Jinja2, which we follow, where JavaScript's values do: a float without
/// fraction is an integer, an empty text equals false, a list or dictionary has JSON's text; and it has no filter <c>reject</c>.
/// </summary>
public class JinjaTemplateAgainstNodeTests
{
    [Fact]
    public void Render_shape_of_a_real_chat_template_is_what_the_package_makes()
    {
        ChatShapes.Case[] cases = [.. ChatShapes.Read().Where(IsSameInJavaScript)];
        Assert.True(cases.Length > 600);
        Compare([.. cases.Select(one => (one.Name, one.Template, one.Variables))]);
    }

    [Fact]
    public void Render_random_template_is_what_the_package_makes()
    {
        JsonElement variables = JsonDocument.Parse(JinjaGenerator.Variables).RootElement;
        Compare([.. Enumerable.Range(0, 1500).Select(seed => new JinjaGenerator(seed, isPortable: true).Template())
            .Select(template => (template, template, variables))]);
    }

    private static bool IsSameInJavaScript(ChatShapes.Case one) => !(
        one.Conversation is "parts" or "bad part" or "result object"
        || one is { Shape: "headers-tools-date.jinja", Extra: "builtin" }
        || one is { Shape: "merged-system.jinja", Conversation: "empty text" });

    private static void Compare(IReadOnlyList<(string Name, string Template, JsonElement Variables)> cases)
    {
        string folder = Path.Combine(Repository.Root, "tests", "node");
        bool isInstalled = Directory.Exists(Path.Combine(folder, "node_modules", "@huggingface", "jinja"));
        if (!isInstalled) Assert.Skip("tests/node has no node_modules; run npm install there.");
        JsonElement[]? answers = JinjaOracle.Ask("node", ["jinja-oracle.mjs"], folder, [.. cases.Select(one => new JsonObject
        {
            ["template"] = one.Template,
            ["variables"] = JsonNode.Parse(one.Variables.GetRawText()),
        })]);
        if (answers is null) Assert.Skip("node cannot be started on this machine.");

        List<string> disagreements = [];
        for (int i = 0; i < cases.Count; i++)
        {
            JinjaRun run = JinjaRun.Of("chat", cases[i].Template, cases[i].Variables);
            string? expected = answers[i].TryGetProperty("expected", out JsonElement text) ? text.GetString() : null;
            if (expected != run.Text) disagreements.Add($"{cases[i].Name}\n  expected: {answers[i]}\n  actual:   {run}");
        }

        Assert.True(disagreements.Count == 0, $"{disagreements.Count} of {cases.Count}:\n{string.Join('\n', disagreements.Take(20))}");
    }
}
