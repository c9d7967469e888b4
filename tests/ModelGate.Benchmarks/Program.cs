using ModelGate.Benchmarks;
using ModelGate.Benchmarks.Engine;
using ModelGate.Benchmarks.Kernels;
using ModelGate.Benchmarks.Quantization;
using ModelGate.Benchmarks.Tokenizers;

switch (args)
{
    case ["engine"]:
        EngineBenchmark.Run(Console.Out);
        return 0;
    case ["kernels", .. var only]:
        KernelReport.Print(Console.Out, only);
        return 0;
    case ["paper-gates"]:
        PaperGates.Run(Console.Out);
        return 0;
    case ["quantization", .. var only]:
        return QuantizationBars.Run(Console.Out, only) ? 0 : 1;
    case ["simulation"]:
        RecoverySimulation.Run(Console.Out);
        return 0;
    case ["tokenizers"]:
        TokenizerSpeed.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: ModelGate.Benchmarks engine | kernels [first] [matrices] [pack] [attention] [rows] | paper-gates | " +
            "quantization [recipe ...] | simulation | tokenizers");
        return 2;
}
