using System.Text.RegularExpressions;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Promotion;

/// <summary>What in-toto's specification demands of a statement, and what ours adds.</summary>
internal static partial class StatementRules
{
    /// <summary>Full sentences, one for each rule broken; empty where none is.</summary>
    public static IEnumerable<string> Violations(Statement statement)
    {
        // spec/v1/statement.md: "_type … Always https://in-toto.io/Statement/v1".
        if (statement.Type != Statement.StatementType) yield return $"The type is '{statement.Type}', not {Statement.StatementType}.";
        if (statement.PredicateType != Statement.TestResultType)
        {
            yield return $"The predicate's type is '{statement.PredicateType}', not {Statement.TestResultType}.";
        }

        // statement.md: a set of artifacts, each with a digest, whose names SHOULD be unique. Ours are files beside each other.
        if (statement.Subject.Count == 0) yield return "The statement has no subject.";
        foreach (ResourceDescriptor subject in statement.Subject)
        {
            if (!CheckpointFolder.IsPlain(subject.Name)) yield return $"The subject '{subject.Name}' is no file's name.";
            if (!HasSha256(subject)) yield return $"The subject '{subject.Name}' has no SHA-256 of 64 lower-case hex digits.";
        }

        foreach (var twice in statement.Subject.GroupBy(subject => subject.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return $"The subject '{twice.Key}' is named {twice.Count()} times.";
        }

        // spec/predicates/test-result.md: result is one of three words, and the configuration is a list of resource descriptors.
        TestResultPredicate predicate = statement.Predicate;
        if (predicate.Result is not ("PASSED" or "WARNED" or "FAILED")) yield return $"The result is '{predicate.Result}'.";
        if (predicate.Configuration is not [var policy] || !HasSha256(policy))
        {
            yield return "The configuration is not one policy with its SHA-256.";
        }
    }

    /// <summary>The result is derived from the findings and can be derived again.</summary>
    public static IEnumerable<string> Contradictions(Statement statement)
    {
        TestResultPredicate predicate = statement.Predicate;
        GateEvidence evidence = predicate.ModelGate;
        string outcome = RecordConsistency.Outcome(evidence.Findings.Select(finding => finding.Class));
        if (evidence.Outcome != outcome) yield return $"The outcome is '{evidence.Outcome}', and its findings make it '{outcome}'.";
        string effective = RecordConsistency.Effective(evidence.Outcome, evidence.OnInconclusive);
        if (evidence.Effective != effective) yield return $"The effect is '{evidence.Effective}', and it is '{effective}'.";
        string result = evidence.Effective != "passed" ? "FAILED" : evidence.Outcome == "passed" ? "PASSED" : "WARNED";
        if (predicate.Result != result) yield return $"The result is '{predicate.Result}', and the outcome makes it '{result}'.";
        foreach (string problem in OfTests(predicate.PassedTests, "pass")
            .Concat(OfTests(predicate.WarnedTests, "undecided"))
            .Concat(OfTests(predicate.FailedTests, "fail")))
        {
            yield return problem;
        }

        IEnumerable<string> OfTests(IReadOnlyList<string> tests, string @class)
        {
            string[] derived =
            [
                .. evidence.Findings.Where(finding => finding.Class == @class)
                    .Select(finding => StatementWriter.Test(finding.Gate, finding.Subject)),
            ];
            if (!tests.SequenceEqual(derived)) yield return $"The tests listed as '{@class}' are not those of its findings.";
        }
    }

    /// <summary>spec/v1/digest_set.md: lower-case hex for the SHA-2 family.</summary>
    private static bool HasSha256(ResourceDescriptor subject) =>
        subject.Digest.TryGetValue("sha256", out string? digest) && Sha256().IsMatch(digest);

    [GeneratedRegex("^[0-9a-f]{64}\\z")]
    private static partial Regex Sha256();
}
