using ModelGate.Benchmarks;
using ModelGate.Benchmarks.Quantization;

switch (args)
{
    case ["quantization", .. var only]:
        return QuantizationBars.Run(Console.Out, only) ? 0 : 1;
    case ["simulation"]:
        RecoverySimulation.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: ModelGate.Benchmarks quantization [recipe ...] | simulation");
        return 2;
}
