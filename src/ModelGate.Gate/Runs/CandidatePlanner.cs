using ModelGate.Gate.Policies;
using ModelGate.Models.Acceptance;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization;
using ModelGate.Quantization.Calibration;

namespace ModelGate.Gate.Runs;

/// <summary>Checks each candidate against the model it is made of and against what will serve it, from file headers alone.</summary>
/// <param name="model">What recipes quantize.</param>
internal sealed class CandidatePlanner(Policy policy, PlannedModel model, CalibrationSettings calibration, WorkFolder work)
{
    public PlannedCandidate Plan(CandidatePolicy.FromRecipe candidate)
    {
        try
        {
            QuantizationPlan plan = QuantizationPlan.Create(model.Directory, candidate.Recipe, policy.Target, candidate.At);
            var request = new QuantizationRequest(
                model.Directory, "", candidate.Recipe, candidate.Recipe.NeedsCalibration ? calibration : null)
            {
                Target = policy.Target,
                RecipePlace = candidate.At,
            };
            string key = Quantizer.KeyOf(request);
            return new PlannedCandidate.ToQuantize(
                candidate.Name, key, request with { OutputDirectory = work.Checkpoint(key[..32]) }, plan, plan.Acceptance);
        }
        catch (DiagnosticException error)
        {
            throw new DiagnosticException([.. error.Diagnostics.Select(found => AtPolicy(found, candidate))]);
        }
    }

    public PlannedCandidate Plan(CandidatePolicy.Existing candidate, PlannedModel existing, PlannedModel baseline)
    {
        using Checkpoint checkpoint = Checkpoint.Open(existing.Directory);
        AcceptanceReport acceptance = ServingAcceptance.Judge(checkpoint, policy.Target);
        acceptance.DemandAccepted(candidate.At);
        if (existing.Config.VocabularySize != baseline.Config.VocabularySize)
        {
            throw new DiagnosticException(PolicyCodes.Contradiction, candidate.At,
                $"Candidate '{candidate.Name}' has a vocabulary of {existing.Config.VocabularySize} tokens, "
                    + $"the baseline {baseline.Config.VocabularySize}.",
                "Compare models that share a tokenizer.");
        }

        return new PlannedCandidate.Existing(candidate.Name, existing, acceptance);
    }

    /// <summary>A group size that does not fit is the policy's mistake and has its code.</summary>
    private static Diagnostic AtPolicy(Diagnostic found, CandidatePolicy.FromRecipe candidate) =>
        found.Code == "QG0504" && found.At == candidate.At
            ? found with { Code = PolicyCodes.GroupSize, At = candidate.GroupAt ?? found.At }
            : found;
}
