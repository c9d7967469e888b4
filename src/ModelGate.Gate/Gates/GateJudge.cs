namespace ModelGate.Gate.Gates;

/// <summary>Judges rules on inputs as a pure function.</summary>
public static class GateJudge
{
    /// <summary>One finding for each candidate and subject; never none, for silence fails.</summary>
    public static IReadOnlyList<Finding> Judge(GateRule rule, GateInputs inputs)
    {
        List<Finding> findings = [];
        foreach (CandidateInputs candidate in inputs.Candidates.Where(candidate => rule.Candidates?.Contains(candidate.Candidate) ?? true))
        {
            findings.Add(new(rule, candidate.Candidate, "all", null, new Outcome.NoData("Nothing was measured."), "", ""));
        }

        return findings;
    }
}
