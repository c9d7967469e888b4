using ModelGate.Models.Architectures;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Engines.Cpu;

/// <summary>The demo model in fp32, loaded once for all tests of a class.</summary>
public sealed class DemoEngine : IDisposable
{
    public CpuEngine Engine { get; } = Open(new CpuEngineOptions { Precision = ActivationPrecision.Fp32, Threads = 2 });

    internal DemoSuite Suite => field ??= new DemoSuite(Engine.Tokenizer);

    public static CpuEngine Open(CpuEngineOptions options) => CpuEngine.Open(Repository.DemoModel, options);

    public void Dispose() => Engine.Dispose();
}
