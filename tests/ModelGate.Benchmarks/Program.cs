using ModelGate.Benchmarks;
using ModelGate.Benchmarks.Engine;

switch (args)
{
    case ["simulation"]:
        RecoverySimulation.Run(Console.Out);
        return 0;
    case ["engine"]:
        EngineBenchmark.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: ModelGate.Benchmarks engine | simulation");
        return 2;
}
