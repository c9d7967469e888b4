using ModelGate.Benchmarks;
using ModelGate.Benchmarks.Kernels;

switch (args)
{
    case ["simulation"]:
        RecoverySimulation.Run(Console.Out);
        return 0;
    case ["kernels", .. var only]:
        KernelReport.Print(Console.Out, only);
        return 0;
    default:
        Console.Error.WriteLine("usage: ModelGate.Benchmarks simulation | kernels [matrices] [pack] [attention] [rows]");
        return 2;
}
