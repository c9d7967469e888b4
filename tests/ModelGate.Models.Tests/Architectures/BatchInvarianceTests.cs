using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Architectures;

/// <summary>A sequence's logits have the same bits whatever is computed beside it, in which chunks and by how many threads.</summary>
public sealed class BatchInvarianceTests
{
    public static TheoryData<string, ActivationPrecision> Formats =>
        new(from format in new[] { "bf16", "int8", "fp8", "int4", "int8-weights" }
            from precision in new[] { ActivationPrecision.Bf16, ActivationPrecision.Fp32 }
            select (format, precision));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Forward_alone_or_in_company_gives_the_same_bits(string format, ActivationPrecision precision)
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Qwen2, seed: 11);
        if (format != "bf16") TinyQuantization.Quantize(tiny, format);
        int[] tokens = TinyDecoder.Tokens(41, seed: 1);
        using var plain = new TinyDecoder(tiny, precision, threads: 1);
        float[][] expected = plain.Logits(tokens);

        foreach ((int threads, int chunkRows) in new[] { (1, 1), (2, 7), (3, 64), (2, 512) })
        {
            using var decoder = new TinyDecoder(tiny, precision, threads, chunkRows);
            Assert.Equal(expected, decoder.Logits(tokens));
            Assert.Equal(expected, InCompany(decoder, tokens));
            Assert.Equal(expected, OneByOne(decoder, tokens));
            Assert.Equal(expected[23..], AfterFork(decoder, tokens, 23));
            Assert.Equal(expected[32..], AfterFork(decoder, tokens, 32));
        }
    }

    private static float[][] InCompany(TinyDecoder decoder, int[] tokens)
    {
        KvSequence[] sequences = [.. Enumerable.Range(0, 4).Select(_ => decoder.Cache.NewSequence())];
        var batch = new ForwardBatch();
        batch.Add(sequences[0], TinyDecoder.Tokens(1, seed: 2), 0);
        batch.Add(sequences[1], TinyDecoder.Tokens(19, seed: 3), 19);
        batch.Add(sequences[2], tokens, 0);
        batch.Add(sequences[3], TinyDecoder.Tokens(70, seed: 4), 69);
        float[][][] logits = decoder.Forward(batch);
        foreach (KvSequence sequence in sequences) sequence.Dispose();
        Assert.Equal([1, 0, tokens.Length, 1], logits.Select(rows => rows.Length));
        return logits[2];
    }

    private static float[][] OneByOne(TinyDecoder decoder, int[] tokens)
    {
        using KvSequence sequence = decoder.Cache.NewSequence();
        var rows = new List<float[]>();
        foreach (int token in tokens)
        {
            var batch = new ForwardBatch();
            batch.Add(sequence, new[] { token }, 0);
            rows.AddRange(decoder.Forward(batch)[0]);
        }

        return [.. rows];
    }

    /// <summary>Another sequence is computed to its end first; this one continues its first positions.</summary>
    private static float[][] AfterFork(TinyDecoder decoder, int[] tokens, int shared)
    {
        using KvSequence other = decoder.Cache.NewSequence();
        var batch = new ForwardBatch();
        batch.Add(other, (int[])[.. tokens[..shared], .. TinyDecoder.Tokens(30, seed: 5)], 0);
        decoder.Forward(batch);
        using KvSequence fork = other.Fork(shared);
        batch = new ForwardBatch();
        batch.Add(fork, tokens.AsMemory(shared), 0);
        return decoder.Forward(batch)[0];
    }
}
