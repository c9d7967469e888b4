using ModelGate.Benchmarks.Kernels;

switch (args)
{
    case ["kernels", .. var only]:
        KernelReport.Print(Console.Out, only);
        return 0;
    default:
        Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/ModelGate.Benchmarks -- kernels [name ...]");
        return 2;
}
