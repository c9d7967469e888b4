namespace ModelGate.Models.Architectures;

/// <summary>The four inputs that the seven linear layers of a decoder layer read.</summary>
public enum LinearInput
{
    /// <summary>Normalised hidden state, read by q_proj, k_proj and v_proj; hidden size wide.</summary>
    Attention,

    /// <summary>Concatenated heads, read by o_proj; heads × head dimension wide.</summary>
    AttentionOutput,

    /// <summary>Normalised hidden state, read by gate_proj and up_proj; hidden size wide.</summary>
    Mlp,

    /// <summary>silu(gate) · up, read by down_proj; intermediate size wide.</summary>
    MlpDown,
}

/// <summary>Watches what goes into each linear layer, for calibration.</summary>
public unsafe interface ILinearInputObserver
{
    /// <summary>Called on the thread that drives the pass, once for each chunk of rows, in the order of the rows.</summary>
    /// <param name="x">(rows × width) activations, row-major without padding; valid during the call only.</param>
    void Observe(int layer, LinearInput input, float* x, int rows, int width);
}
