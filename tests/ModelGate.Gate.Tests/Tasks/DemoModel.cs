using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Models.Templates;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

/// <summary>The bundled model on the CPU engine in fp32, loaded once for a test class.</summary>
public sealed class DemoModel : IDisposable
{
    private readonly Checkpoint _checkpoint = Checkpoint.Open(Repository.DemoModel);

    public DemoModel()
    {
        Engine = CpuEngine.Load(
            _checkpoint, Tokenizer.Load(Repository.DemoModel), new CpuEngineOptions { Precision = ActivationPrecision.Fp32 });
        Chat = ChatTemplate.Load(Repository.DemoModel);
    }

    public CpuEngine Engine { get; }

    public ChatTemplate? Chat { get; }

    public void Dispose()
    {
        Engine.Dispose();
        _checkpoint.Dispose();
    }
}
