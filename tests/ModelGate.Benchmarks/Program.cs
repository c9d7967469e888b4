using ModelGate.Benchmarks;
using ModelGate.Benchmarks.Engine;
using ModelGate.Benchmarks.Kernels;
using ModelGate.Benchmarks.Tokenizers;

switch (args)
{
    case ["engine"]:
        EngineBenchmark.Run(Console.Out);
        return 0;
    case ["kernels", .. var only]:
        KernelReport.Print(Console.Out, only);
        return 0;
    case ["simulation"]:
        RecoverySimulation.Run(Console.Out);
        return 0;
    case ["tokenizers"]:
        TokenizerSpeed.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: ModelGate.Benchmarks engine | kernels [matrices] [pack] [attention] [rows] | simulation | tokenizers");
        return 2;
}
