using ModelGate.Benchmarks;

switch (args)
{
    case ["simulation"]:
        RecoverySimulation.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: ModelGate.Benchmarks simulation");
        return 2;
}
