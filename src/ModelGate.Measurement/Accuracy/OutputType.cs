namespace ModelGate.Measurement.Accuracy;

/// <summary>What a task asks of the model, in the harness's terms.</summary>
public enum OutputType
{
    /// <summary><c>multiple_choice</c>: the likelihood of each of several continuations.</summary>
    MultipleChoice,

    /// <summary><c>loglikelihood</c>: the likelihood of one continuation.</summary>
    LogLikelihood,

    /// <summary><c>loglikelihood_rolling</c>: the likelihood of a whole text.</summary>
    RollingLogLikelihood,

    /// <summary><c>generate_until</c>: an answer up to a stop string.</summary>
    GenerateUntil,
}

/// <summary>How a prompt goes through the model's chat template.</summary>
public enum ChatUse
{
    /// <summary>Plain text.</summary>
    None,

    /// <summary>Examples and question together are one user turn.</summary>
    SingleTurn,

    /// <summary>Each example is a user turn and an assistant turn.</summary>
    MultiTurn,
}
