using ModelGate.Benchmarks.Quantization;

switch (args)
{
    case ["quantization", .. var only]:
        return QuantizationBars.Run(Console.Out, only) ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: ModelGate.Benchmarks quantization [recipe ...]");
        return 2;
}
