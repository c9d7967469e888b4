using System.Text.Json;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Python;

/// <summary>Expected values come from CPython 3.11.</summary>
public sealed class PythonRandomTests
{
    [Theory]
    [InlineData(1234, 4150886329)]
    [InlineData(-5, 2675342405)]
    [InlineData((1L << 40) + 7, 2635837658)]
    public void NextWord_seeded_by_one_or_two_words_equals_python(long seed, uint first) =>
        Assert.Equal(first, new PythonRandom(seed).NextWord());

    [Fact]
    public void NextWord_sequence_equals_python()
    {
        PythonRandom random = new(1234);
        Assert.Equal([4150886329u, 3342196574u, 1892932127u, 501869158u], Enumerable.Range(0, 4).Select(_ => random.NextWord()));
    }

    [Fact]
    public void NextDouble_equals_python()
    {
        PythonRandom random = new(0);
        Assert.Equal([0.8444218515250481, 0.7579544029403025], [random.NextDouble(), random.NextDouble()]);
    }

    [Fact]
    public void Sample_pool_and_rejection_carry_the_state_on()
    {
        PythonRandom random = new(1234);
        Assert.Equal([7, 1, 0], random.Sample(10, 3));
        Assert.Equal([92, 932, 965, 961], random.Sample(1000, 4));
        Assert.Equal([74, 4, 85, 88, 10, 12, 98, 45, 30, 2, 3, 44, 82, 79, 61, 78, 59, 19, 11, 23], random.Sample(100, 20));
    }

    [Fact]
    public void Shuffle_and_Choices_equal_python()
    {
        int[] items = [.. Enumerable.Range(0, 8)];
        new PythonRandom(3).Shuffle(items.AsSpan());
        Assert.Equal([0, 5, 7, 2, 1, 6, 4, 3], items);
        int[] drawn = new int[6];
        new PythonRandom(7).Choices(50, drawn);
        Assert.Equal([16, 7, 32, 3, 26, 18], drawn);
    }

    [Fact]
    public void All_recorded_draws_equal_python()
    {
        string path = Path.Combine(Repository.Shared ?? "", "golden", "prompts", "_python_random.jsonl");
        if (!File.Exists(path)) Assert.Skip("The recorded draws of Python's generator are not here (MODELGATE_SHARED).");
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement root = json.RootElement;
            PythonRandom random = new(root.GetProperty("seed").GetInt64());
            if (root.TryGetProperty("draws", out JsonElement draws))
            {
                int population = root.GetProperty("population").GetInt32(), k = root.GetProperty("k").GetInt32();
                Assert.All(draws.EnumerateArray(), draw => Assert.Equal(Integers(draw), random.Sample(population, k)));
            }
            else if (root.TryGetProperty("shuffles", out JsonElement shuffles))
            {
                foreach (JsonElement shuffle in shuffles.EnumerateArray())
                {
                    int[] items = [.. Enumerable.Range(0, root.GetProperty("shuffle_of").GetInt32())];
                    random.Shuffle(items.AsSpan());
                    Assert.Equal(Integers(shuffle), items);
                }
            }
            else if (root.TryGetProperty("choices", out JsonElement choices))
            {
                foreach (JsonElement chosen in choices.EnumerateArray())
                {
                    int[] drawn = new int[root.GetProperty("k").GetInt32()];
                    random.Choices(root.GetProperty("choices_of").GetInt32(), drawn);
                    Assert.Equal(Integers(chosen), drawn);
                }
            }
            else
            {
                Assert.All(root.GetProperty("getrandbits32").EnumerateArray(), word => Assert.Equal(word.GetUInt32(), random.NextWord()));
            }
        }
    }

    /// <summary>Of CPython 3.11: <c>random.Random(0)</c>, four times <c>gauss(0, 1)</c>.</summary>
    [Fact]
    public void NextGaussian_draws_in_pairs_as_Python()
    {
        PythonRandom random = new(0);
        double? spare = null;
        double[] drawn = [.. Enumerable.Range(0, 4).Select(_ => random.NextGaussian(ref spare))];
        double[] expected = [0.9417154046806644, -1.3965781047011498, -0.6797144480784211, 0.3705035674606598];
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], drawn[i], 1e-14);
    }

    private static IEnumerable<int> Integers(JsonElement array) => array.EnumerateArray().Select(value => value.GetInt32());
}
