using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Gate.Promotion;
using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tests.Promotion;

public sealed class StatementJsonTests : IDisposable
{
    private readonly MeasuredCheckpoint checkpoint = new();

    public StatementJsonTests() => checkpoint.Promote();

    private string Text => File.ReadAllText(checkpoint.Shipped(CheckpointFolder.Statement));

    [Fact]
    public void Write_of_what_was_read_is_the_same_text() =>
        Assert.Equal(Text, StatementJson.Write(StatementJson.Read(Encoding.UTF8.GetBytes(Text), "s")));

    /// <summary>What <c>actions/attest</c> makes of its inputs: type, subjects of the checksums, predicate type, predicate.</summary>
    [Fact]
    public void Statement_is_what_the_attest_action_builds_of_checksums_and_predicate()
    {
        var built = new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray([.. File.ReadAllText(checkpoint.Shipped(CheckpointFolder.Checksums))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split("  ", 2))
                .Select(pair => new JsonObject { ["name"] = pair[1], ["digest"] = new JsonObject { ["sha256"] = pair[0] } })]),
            ["predicateType"] = Statement.TestResultType,
            ["predicate"] = JsonNode.Parse(File.ReadAllText(checkpoint.Shipped(CheckpointFolder.Predicate))),
        };
        Assert.True(JsonNode.DeepEquals(built, JsonNode.Parse(Text)));
    }

    [Theory]
    [InlineData("\"https://in-toto.io/Statement/v1\"", "\"https://in-toto.io/Statement/v0.1\"", "The type is")]
    [InlineData("test-result/v0.1\"", "test-result/v9\"", "The predicate's type is")]
    [InlineData("\"name\": \"tokenizer.json\"", "\"name\": \"config.json\"", "named 2 times")]
    [InlineData("\"name\": \"tokenizer.json\"", "\"name\": \"../tokenizer.json\"", "no file's name")]
    [InlineData("\"result\": \"PASSED\"", "\"result\": \"passed\"", "The result is 'passed'")]
    [InlineData("\"sha256\": \"aaaa", "\"sha256\": \"AAAA", "configuration is not one policy")]
    [InlineData("\"sha256\": \"", "\"sha512\": \"", "no SHA-256")]
    public void Read_of_a_statement_that_breaks_a_rule_names_it(string was, string becomes, string says)
    {
        Assert.Contains(was, Text, StringComparison.Ordinal);
        AssertRefused(Text.Replace(was, becomes, StringComparison.Ordinal), "QG0923", says);
    }

    [Fact]
    public void Read_of_a_statement_without_subjects_is_refused()
    {
        JsonNode statement = JsonNode.Parse(Text)!;
        statement["subject"] = new JsonArray();
        AssertRefused(statement.ToJsonString(), "QG0923", "no subject");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"_type\": \"https://in-toto.io/Statement/v1\"}")]
    [InlineData("{\"_type\": 1, \"_type\": 2}")]
    public void Read_of_anything_else_is_refused(string text) => AssertRefused(text, "QG0923", "");

    [Fact]
    public void Read_of_a_statement_cut_short_is_refused() => AssertRefused(Text[..(Text.Length / 2)], "QG0923", "no statement");

    [Theory]
    [InlineData("{\"payloadType\": \"application/vnd.in-toto+json\", \"payload\": \"\", \"signatures\": []}")]
    [InlineData("{\"mediaType\": \"application/vnd.dev.sigstore.bundle.v0.3+json\", \"dsseEnvelope\": {}}")]
    public void Read_of_a_signed_envelope_says_who_checks_it(string text) => AssertRefused(text, "QG0923", "signed envelope");

    [Theory]
    [InlineData("\"candidate\": \"fp8\"", "\"candidate\": \"int4\"")]
    [InlineData("\"confidence\": 0.95", "\"confidence\": 0.99")]
    [InlineData("\"name\": \"tokenizer.json\"", "\"name\": \"tokeniser.json\"")]
    [InlineData("\"seal\": \"", "\"sealed\": \"")]
    public void Read_of_an_edited_statement_is_refused(string was, string becomes)
    {
        Assert.Contains(was, Text, StringComparison.Ordinal);
        AssertRefused(Text.Replace(was, becomes, StringComparison.Ordinal), "QG0904", "edited after it was written");
    }

    /// <summary>Sealed again by whoever can compute a hash, and still not what any run leads to.</summary>
    [Theory]
    [InlineData("outcome", "The outcome is")]
    [InlineData("result", "The result is")]
    [InlineData("tests", "The tests listed as 'pass'")]
    public void Read_of_a_sealed_statement_that_contradicts_itself_is_refused(string what, string says)
    {
        Statement statement = StatementJson.Read(Encoding.UTF8.GetBytes(Text), "s");
        TestResultPredicate predicate = statement.Predicate;
        GateEvidence evidence = predicate.ModelGate with { Seal = null };
        TestResultPredicate changed = what switch
        {
            "outcome" => predicate with { ModelGate = evidence with { Findings = [evidence.Findings[0] with { Class = "fail" }] } },
            "result" => predicate with { Result = "WARNED", ModelGate = evidence },
            _ => predicate with { PassedTests = [.. predicate.PassedTests, "one more"], ModelGate = evidence },
        };
        AssertRefused(StatementJson.Write(StatementJson.Sealed(statement with { Predicate = changed })), "QG0904", says);
    }

    /// <summary>spec/v1/README.md: "Consumers MUST ignore unrecognized fields"; whoever wrote them sealed them too.</summary>
    [Fact]
    public void Read_of_a_statement_with_fields_of_a_later_version_is_fine()
    {
        JsonNode statement = JsonNode.Parse(Text)!;
        statement["predicate"]!["url"] = "https://example.com/run";
        statement["predicate"]!["modelgate"]!.AsObject().Remove("seal");
        using JsonDocument unsealed = JsonDocument.Parse(statement.ToJsonString());
        statement["predicate"]!["modelgate"]!["seal"] = RecordSeal.Of(unsealed.RootElement);
        Assert.Equal("PASSED", StatementJson.Read(Encoding.UTF8.GetBytes(statement.ToJsonString()), "s").Predicate.Result);
    }

    public void Dispose() => checkpoint.Dispose();

    private static void AssertRefused(string text, string code, string says)
    {
        DiagnosticException refused = Assert.Throws<DiagnosticException>(() => StatementJson.Read(Encoding.UTF8.GetBytes(text), "s"));
        Assert.All(refused.Diagnostics, problem => Assert.Equal(code, problem.Code));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
