using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;

namespace ModelGate.Measurement.Performance;

/// <summary>One side of a timing: an engine that serves the baseline or a candidate.</summary>
/// <param name="UsdPerHour">Price of the machine it runs on; null where the policy names none.</param>
/// <param name="IsEmulated">The engine only emulates the format's arithmetic.</param>
public sealed record LatencySubject(string Name, IInferenceEngine Engine, double? UsdPerHour = null, bool IsEmulated = false);

/// <param name="Requests">Measured for each side and scenario, at least 1.</param>
/// <param name="WarmUpRequests">Run first on each side and left out.</param>
public sealed record LatencyOptions(int Requests = 20, int WarmUpRequests = 2, ulong Seed = 1234);

/// <summary>
/// Synchronous timing: one request at a time, forced answer length, random prompts. The sides take turns as A B B A, each with the same
/// prompt, so that a machine that slows down or speeds up hits them alike.
/// </summary>
/// <param name="clock">The clock that the engines stamp their tokens with.</param>
public sealed class LatencyRunner(TimeProvider clock)
{
    /// <summary>One run for each subject, in their order.</summary>
    /// <param name="scenario">Fits every engine's context (<see cref="ScenarioFit"/>).</param>
    /// <param name="finished">Requests done, warm-up included, of all subjects.</param>
    /// <exception cref="DiagnosticException">QG0803: an engine did not give the forced length, so that the times are of another use
    /// case.</exception>
    public IReadOnlyList<ScenarioRun> Run(
        IReadOnlyList<LatencySubject> subjects, Scenario scenario, LatencyOptions options, IProgress<int>? finished = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Requests, 1);
        List<RequestTiming>[] timings = [.. subjects.Select(_ => new List<RequestTiming>(options.Requests))];
        RandomPrompts[] prompts = [.. subjects.Select(subject => PromptsFor(subject.Engine))];
        long origin = clock.GetTimestamp();
        int done = 0;
        for (int request = -options.WarmUpRequests; request < options.Requests; request++)
        {
            for (int turn = 0; turn < subjects.Count; turn++)
            {
                cancel.ThrowIfCancellationRequested();
                int side = (request & 1) == 0 ? turn : subjects.Count - 1 - turn;
                int[] prompt = prompts[side].Draw(options.Seed, request + options.WarmUpRequests, scenario.PrefillTokens);
                RequestTiming timing = Time(subjects[side], scenario, prompt, origin, cancel);
                if (request >= 0) timings[side].Add(timing);
                finished?.Report(++done);
            }
        }

        return
        [
            .. subjects.Zip(timings, (subject, requests) =>
                new ScenarioRun(scenario, LoadMode.Synchronous, requests, subject.UsdPerHour, subject.IsEmulated)),
        ];
    }

    private static RandomPrompts PromptsFor(IInferenceEngine engine)
    {
        HashSet<int> reserved = [.. engine.EndOfSequenceIds];
        for (int id = 0; id < engine.Tokenizer.VocabularySize; id++)
        {
            if (engine.Tokenizer.IsSpecial(id)) reserved.Add(id);
        }

        return new(engine.Tokenizer.VocabularySize, reserved, engine.Tokenizer.BosId);
    }

    private RequestTiming Time(LatencySubject subject, Scenario scenario, int[] prompt, long origin, CancellationToken cancel)
    {
        GenerationRequest request = new(prompt, scenario.DecodeTokens, Stop: [], Sampling: null, IgnoreEndOfSequence: true);
        long start = clock.GetTimestamp();
        Generation answer = subject.Engine.Generate([request], finished: null, cancel)[0];
        if (answer.TokenTimes.Length != scenario.DecodeTokens || answer.TruncatedTokens > 0)
        {
            throw new DiagnosticException(
                "QG0803", new SourcePoint(subject.Name),
                $"A request of scenario {scenario.Name} asked for {scenario.DecodeTokens} tokens after {scenario.PrefillTokens} and got "
                + $"{answer.TokenTimes.Length}, with {answer.TruncatedTokens} prompt tokens cut.",
                "Use an engine that can force the answer's length, and a scenario that fits the model's context.");
        }

        return new(prompt.Length, Seconds(origin, start), [.. answer.TokenTimes.Select(time => Seconds(origin, time))]);
    }

    private double Seconds(long origin, long timestamp) => (timestamp - origin) / (double)clock.TimestampFrequency;
}
