using System.Globalization;
using ModelGate.Measurement.Accuracy.Documents;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>
/// What judging one model's answers will take, before any is there: texts are taken at four characters a token, the answers as long as the
/// baseline's, and each verdict as long as such an answer (the judge writes its own first) and 300 tokens of reasons.
/// </summary>
/// <param name="Documents">Prompts.</param>
/// <param name="Usage">Estimated tokens.</param>
/// <param name="Usd">Null where no price is given.</param>
public sealed record JudgingEstimate(string Judge, int Documents, int Runs, JudgeUsage Usage, double? Usd)
{
    private const int CharactersPerToken = 4;
    private const int ReasonTokens = 300;

    /// <summary>Two for each prompt and run.</summary>
    public int Games => 2 * Documents * Runs;

    /// <param name="models">Models whose answers are judged.</param>
    public JudgingEstimate Times(int models) => this with
    {
        Documents = Documents * models,
        Usage = new(Usage.InputTokens * models, Usage.OutputTokens * models),
        Usd = Usd * models,
    };

    public override string ToString()
    {
        string price = Usd is { } usd ? $", about {usd.ToString("F2", CultureInfo.InvariantCulture)} USD" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Games} games in {Runs} {(Runs == 1 ? "run" : "runs")} for {Judge}, about {Usage.InputTokens} tokens in and "
                + $"{Usage.OutputTokens} out{price}");
    }

    internal static JudgingEstimate Of(JudgedFields fields, PairwisePrompt prompt, IEnumerable<Document> documents, JudgeSettings settings)
    {
        int count = 0;
        long input = 0, output = 0, frame = prompt.System.Length + prompt.Template.Length;
        foreach (Document document in documents)
        {
            count++;
            long answer = document.Text(fields.Baseline).Length;
            input += (frame + document.Text(fields.Question).Length + (2 * answer)) / CharactersPerToken;
            output += (answer / CharactersPerToken) + ReasonTokens;
        }

        JudgeUsage usage = new(2 * settings.Runs * input, 2 * settings.Runs * output);
        return new(settings.Model, count, settings.Runs, usage, settings.Price?.Of(usage));
    }
}
