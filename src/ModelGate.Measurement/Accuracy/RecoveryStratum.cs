namespace ModelGate.Measurement.Accuracy;

/// <summary>0/1 outcomes of documents that count alike in a score.</summary>
/// <param name="Weight">What one right document adds to the suite's score.</param>
/// <param name="Documents">n.</param>
/// <param name="BaselineRight">Documents that the baseline has right.</param>
/// <param name="Losses">Right in the baseline, wrong in the candidate.</param>
/// <param name="Gains">Wrong in the baseline, right in the candidate.</param>
/// <param name="Floor">Chance level that the score subtracts; 0 where it is not normalised.</param>
public readonly record struct RecoveryStratum(double Weight, int Documents, int BaselineRight, int Losses, int Gains, double Floor = 0)
{
    /// <summary>Strata whose documents count alike are one stratum: it is a little wider, and quicker.</summary>
    public static IReadOnlyList<RecoveryStratum> Pool(IEnumerable<RecoveryStratum> strata) =>
    [
        .. strata.GroupBy(stratum => (Math.Round(Math.Log(stratum.Weight), 9), stratum.Floor)).Select(group => group.First() with
        {
            Documents = group.Sum(stratum => stratum.Documents),
            BaselineRight = group.Sum(stratum => stratum.BaselineRight),
            Losses = group.Sum(stratum => stratum.Losses),
            Gains = group.Sum(stratum => stratum.Gains),
        }),
    ];
}
