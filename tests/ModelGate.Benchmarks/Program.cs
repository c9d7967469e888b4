using ModelGate.Benchmarks;
using ModelGate.Benchmarks.Kernels;
using ModelGate.Benchmarks.Quantization;

switch (args)
{
    case ["kernels", .. var only]:
        KernelReport.Print(Console.Out, only);
        return 0;
    case ["quantization", .. var only]:
        return QuantizationBars.Run(Console.Out, only) ? 0 : 1;
    case ["simulation"]:
        RecoverySimulation.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: ModelGate.Benchmarks kernels [name ...] | quantization [recipe ...] | simulation");
        return 2;
}
