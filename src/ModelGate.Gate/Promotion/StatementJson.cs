using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Promotion;

/// <summary>Writes and reads statements.</summary>
internal static class StatementJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly StatementContext Written = new(new JsonSerializerOptions(StatementContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(Statement statement) => JsonSerializer.Serialize(statement, Written.Statement) + "\n";

    public static string Write(TestResultPredicate predicate) => JsonSerializer.Serialize(predicate, Written.TestResultPredicate) + "\n";

    public static Statement Sealed(Statement statement) => statement with
    {
        Predicate = statement.Predicate with
        {
            ModelGate = statement.Predicate.ModelGate with
            {
                Seal = SealOf(JsonSerializer.SerializeToNode(statement, Written.Statement)!),
            },
        },
    };

    /// <param name="shown">The file as diagnostics name it.</param>
    /// <exception cref="DiagnosticException">
    /// QG0923: no statement of a gate, each rule of the specification that it breaks. QG0904: edited, or it contradicts itself.
    /// </exception>
    public static Statement Read(byte[] bytes, string shown)
    {
        Statement statement;
        JsonNode root;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object && IsEnvelope(document.RootElement))
            {
                throw Malformed(
                    "This is a signed envelope, whose signature is not checked here.",
                    "Check it with 'gh attestation verify', and name the statement that 'promote' wrote.");
            }

            statement = document.Deserialize(Written.Statement) ?? throw Malformed("The statement is empty.", Again);
            root = JsonNode.Parse(bytes, documentOptions: Strict)!;
        }
        catch (JsonException error)
        {
            throw new DiagnosticException(
                PromotionCodes.NoStatement,
                new SourcePoint(shown, (int)(error.LineNumber ?? -1) + 1, (int)(error.BytePositionInLine ?? -1) + 1),
                "The file is no statement that 'promote' wrote.", Again);
        }

        Throw(PromotionCodes.NoStatement, StatementRules.Violations(statement));
        if (statement.Predicate.ModelGate.Seal != SealOf(root))
        {
            throw new DiagnosticException(
                PromotionCodes.Edited, new SourcePoint(shown),
                "The statement was edited after it was written: its content does not fit its seal.", Again);
        }

        Throw(PromotionCodes.Edited, StatementRules.Contradictions(statement));
        return statement;

        DiagnosticException Malformed(string problem, string remedy) =>
            new(PromotionCodes.NoStatement, new SourcePoint(shown), problem, remedy);

        void Throw(string code, IEnumerable<string> problems)
        {
            Diagnostic[] found = [.. problems.Select(problem => new Diagnostic(code, new SourcePoint(shown), problem, Again))];
            if (found.Length > 0) throw new DiagnosticException(found);
        }
    }

    private const string Again = "Take the statement that 'promote' wrote, or promote again.";

    /// <summary>DSSE, or a Sigstore bundle around it.</summary>
    private static bool IsEnvelope(JsonElement root) =>
        root.TryGetProperty("payloadType", out _) || root.TryGetProperty("dsseEnvelope", out _);

    private static string SealOf(JsonNode statement)
    {
        JsonNode copy = statement.DeepClone();
        if (copy["predicate"]?["modelgate"] is JsonObject evidence) evidence.Remove("seal");
        return RecordSeal.Of(JsonSerializer.SerializeToElement(copy, StatementContext.Default.JsonNode));
    }
}

/// <summary>Unknown fields are ignored, as spec/v1/README.md demands of consumers; the seal covers them all the same.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Statement))]
[JsonSerializable(typeof(TestResultPredicate))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class StatementContext : JsonSerializerContext;
