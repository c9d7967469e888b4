using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>Attention of one layer: 8 key/value heads, 4 query heads on each, 64 dimensions.</summary>
internal static unsafe class AttentionRates
{
    private const int KeyValueHeads = 8;
    private const int Heads = 4;
    private const int Dim = 64;
    private const int Context = 2048;

    public static void Print(TextWriter output, WorkerPool pool, MachineLimits limits)
    {
        int blocks = Context / KeyValueBlock.Positions;
        int blockFloats = KeyValueBlock.Floats(Dim);
        using NativeBuffer cache = NativeBuffer.OfFloats((long)KeyValueHeads * blocks * blockFloats);
        using NativeBuffer queries = NativeBuffer.OfFloats((long)Context * KeyValueHeads * Heads * Dim);
        using NativeBuffer outputs = NativeBuffer.OfFloats((long)Context * KeyValueHeads * Heads * Dim);
        for (long i = 0; i < cache.ByteCount / 4; i++) cache.Floats[i] = (i * 37 % 101 - 50) / 50f;
        for (long i = 0; i < queries.ByteCount / 4; i++) queries.Floats[i] = (i * 53 % 97 - 48) / 48f;
        using var table = new NativeBuffer((long)KeyValueHeads * blocks * sizeof(float*));
        for (int i = 0; i < KeyValueHeads * blocks; i++) ((float**)table.Data)[i] = cache.Floats + (long)i * blockFloats;
        const nint Stride = KeyValueHeads * Heads * Dim;

        void Run(int first, int rows, int chunkRows)
        {
            int chunks = (rows + chunkRows - 1) / chunkRows;
            pool.Run(chunks * KeyValueHeads, (chunk, worker) =>
            {
                int head = chunk % KeyValueHeads;
                int row = chunk / KeyValueHeads * chunkRows;
                float* scratch = (float*)pool.WorkerScratch(worker, PagedAttention.ScratchFloats(Context) * sizeof(float));
                var run = new AttentionRun
                {
                    Queries = queries.Floats + row * Stride + head * Heads * Dim,
                    QueryStride = Stride,
                    Outputs = outputs.Floats + row * Stride + head * Heads * Dim,
                    OutputStride = Stride,
                    Blocks = (float**)table.Data + head * blocks,
                    Heads = Heads,
                    HeadDim = Dim,
                    FirstPosition = first + row,
                    Rows = Math.Min(chunkRows, rows - row),
                    Scale = 0.125f,
                };
                PagedAttention.Run(run, scratch);
            });
        }

        foreach (int length in (int[])[512, Context])
        {
            double seconds = BestTime.Of(pool, () => Run(0, length, 16));
            double rate = 2.0 * KeyValueHeads * Heads * Dim * length * (length + 1) / 2 / seconds * 1e-9;
            output.WriteLine($"  attention prefill {length,4}: {rate,6:F1} MAC/ns = {rate / limits.MultiplyAdds,4:P0} of peak");
        }

        double decode = BestTime.Of(pool, () => Run(Context - 1, 1, 1));
        double bytes = (double)KeyValueHeads * blocks * blockFloats * sizeof(float);
        output.WriteLine($"  attention decode at {Context}: {decode * 1e6,6:F1} us a layer, {bytes / decode * 1e-9,5:F1} GB/s of cache");
    }
}
