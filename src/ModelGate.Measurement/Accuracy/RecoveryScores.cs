namespace ModelGate.Measurement.Accuracy;

/// <summary>Scores of baseline and candidate on one task or subtask, in [0, 1], higher is better.</summary>
public abstract record RecoveryScores
{
    private RecoveryScores()
    {
    }

    /// <summary>Mean reported score of the baseline.</summary>
    public abstract double BaselineMean { get; }

    public abstract double CandidateMean { get; }

    public abstract int Count { get; }

    /// <summary>All documents of several tasks as those of one; unpaired as soon as one of them is.</summary>
    public static RecoveryScores Pool(IReadOnlyList<RecoveryScores> parts)
    {
        Paired[] paired = [.. parts.OfType<Paired>()];
        if (paired.Length == parts.Count)
        {
            return new Paired([.. paired.SelectMany(part => part.Baseline)], [.. paired.SelectMany(part => part.Candidate)]);
        }

        return new Unpaired(Summary(part => part.BaselineMean), Summary(part => part.CandidateMean));

        // Of scores without documents only the means are pooled; the error is then made up from them, as for any result without one.
        ScoreSummary Summary(Func<RecoveryScores, double> mean) =>
            new(parts.Sum(part => mean(part) * part.Count) / parts.Sum(part => part.Count), null, parts.Sum(part => part.Count));
    }

    /// <summary>
    /// Per document: the two arrays are of one length, at least 1, and the same index is the same document. Single values may exceed 1
    /// where documents count differently (an instruction's share, a game's weight); their mean is the score and lies in [0, 1].
    /// </summary>
    public sealed record Paired : RecoveryScores
    {
        public Paired(double[] baseline, double[] candidate)
        {
            if (baseline.Length == 0) throw new ArgumentException("A task without documents has no scores.", nameof(baseline));
            if (baseline.Length != candidate.Length)
            {
                throw new ArgumentException(
                    $"{baseline.Length} baseline and {candidate.Length} candidate scores cannot be paired.", nameof(candidate));
            }

            foreach (double[] scores in (double[][])[baseline, candidate])
            {
                if (scores.All(score => score >= 0) && scores.Average() <= 1 + 1e-9) continue;
                throw new ArgumentOutOfRangeException(nameof(baseline), scores.Average(), "A bounded score lies in [0, 1].");
            }

            (Baseline, Candidate) = (baseline, candidate);
            IsBinary = baseline.Concat(candidate).All(score => score is 0 or 1);
        }

        public double[] Baseline { get; }

        public double[] Candidate { get; }

        /// <summary>Every score is 0 or 1, so that a document is right or wrong.</summary>
        public bool IsBinary { get; }

        public override double BaselineMean => Baseline.Average();

        public override double CandidateMean => Candidate.Average();

        public override int Count => Baseline.Length;

        /// <summary>Documents the baseline has right and the candidate wrong; meaningful for 0/1 scores.</summary>
        public int Losses => Baseline.Zip(Candidate).Count(pair => pair.First > pair.Second);

        /// <summary>Documents the candidate newly has right.</summary>
        public int Gains => Baseline.Zip(Candidate).Count(pair => pair.Second > pair.First);
    }

    /// <summary>Only means and standard errors: results without sample files.</summary>
    public sealed record Unpaired(ScoreSummary Baseline, ScoreSummary Candidate) : RecoveryScores
    {
        public override double BaselineMean => Baseline.Mean;

        public override double CandidateMean => Candidate.Mean;

        public override int Count => Math.Min(Baseline.Count, Candidate.Count);
    }
}

/// <param name="StandardError">As the harness reports it; null where it reports none.</param>
public sealed record ScoreSummary(double Mean, double? StandardError, int Count);
