using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>
/// Builds a task's prompts as the harness does (lm_eval/api/task.py, <c>fewshot_context</c> and <c>construct_requests</c>):
/// description, examples, question; then the requests made of them.
/// </summary>
public sealed class PromptAssembler
{
    private readonly TaskDefinition _task;
    private readonly ChatTemplate? _template;
    private readonly TaskFields _fields;
    private readonly TaskFields _exampleFields;
    private readonly FieldReader? _description;
    private readonly bool _choosesContext;
    private readonly Dictionary<Document, IReadOnlyList<PromptTurn>> _exampleTurns = new(ReferenceEqualityComparer.Instance);

    /// <param name="template">The model's; needed where the task uses chat.</param>
    /// <exception cref="DiagnosticException">A template does not parse, or the task needs a chat template and there is none.</exception>
    public PromptAssembler(TaskDefinition task, TaskData data, ChatTemplate? template)
    {
        if (task.Gating.Chat != ChatUse.None && template is null)
        {
            throw new DiagnosticException(
                TaskCodes.NoChatTemplate, task.At, $"The task {task.Name} asks through a chat template, and the model has none.",
                "Set 'chat: none' for the task, or use a model with a chat template.");
        }

        _task = task;
        _template = task.Gating.Chat == ChatUse.None ? null : template;
        _fields = TaskFields.ForDocuments(task, data.Documents);
        _exampleFields = TaskFields.ForExamples(task, data.FewshotPool ?? data.Documents);
        _description = TaskFields.Reader("description", task.Description, data.Documents);
        _choosesContext = task.Output == OutputType.MultipleChoice && _fields.Text(data.Documents.Documents[0]) is long;
    }

    public DocumentPrompt Assemble(Document document, IReadOnlyList<Document> examples)
    {
        object? target = _fields.Target(document);
        DocumentPrompt prompt = new() { Document = document, Requests = [], Target = target, Examples = examples };
        switch (_task.Output)
        {
            case OutputType.RollingLogLikelihood:
                return prompt with { Requests = [new(PythonRepr.Str(target), null)] };
            case OutputType.LogLikelihood:
                (string context, IReadOnlyList<ChatMessage>? chat) = Context(document, examples, _fields.Question(document));
                return prompt with { Requests = [new(context, PythonRepr.Str(target))], Chats = Listed(chat) };
            case OutputType.GenerateUntil:
                (context, chat) = Context(document, examples, _fields.Question(document));
                return prompt with { Requests = [new(context, null)], Chats = Listed(chat), Targets = Targets(document, target) };
            default:
                return MultipleChoice(prompt);
        }
    }

    /// <summary>
    /// The texts by which calibration data can give a document away: the bare question, and the prompt without examples followed by its
    /// answer (through the chat template where the task uses one).
    /// </summary>
    public IReadOnlyList<string> IdentifyingTexts(Document document)
    {
        if (_task.Output == OutputType.RollingLogLikelihood) return [PythonRepr.Str(_fields.Target(document))];
        DocumentPrompt prompt = Assemble(document, []);
        string question = _choosesContext ? _fields.RightContext(document) : _fields.Question(document);
        string answered = _task.Output switch
        {
            OutputType.MultipleChoice when prompt.Gold[0] >= 0 =>
                prompt.Requests[prompt.Gold[0]].Context + prompt.Requests[prompt.Gold[0]].Continuation,
            OutputType.LogLikelihood => prompt.Requests[0].Context + prompt.Requests[0].Continuation,
            OutputType.GenerateUntil => PromptTurn.Delimited(
                prompt.Requests[0].Context, prompt.Targets is [var answer, ..] ? answer : "", _task.TargetDelimiter),
            _ => prompt.Requests[0].Context,
        };
        return [question, answered];
    }

    private DocumentPrompt MultipleChoice(DocumentPrompt prompt)
    {
        Document document = prompt.Document;
        IReadOnlyList<string> choices = _fields.Choices(document);
        if (choices.Count == 0)
        {
            throw new DiagnosticException(
                TaskCodes.MissingKey, _task.At, $"The task {_task.Name} is multiple choice without 'doc_to_choice'.",
                "Add 'doc_to_choice'.");
        }

        string? prefix = _fields.Prefix(document);
        bool keepsDelimiter = _template is null || (!string.IsNullOrEmpty(prefix) && !PythonText.EndsWithSpace(prefix));
        string delimiter = keepsDelimiter ? _task.TargetDelimiter : "";
        prompt = prompt with { Choices = choices, Gold = _fields.Gold(document, choices, _choosesContext) };
        if (_choosesContext)
        {
            (string Text, IReadOnlyList<ChatMessage>? Chat)[] contexts =
                [.. choices.Select(choice => Context(document, prompt.Examples, choice))];
            string continuation = delimiter + PythonRepr.Str(prompt.Target);
            return prompt with
            {
                Requests = [.. contexts.Select(context => new TextRequest(context.Text, continuation))],
                Chats = [.. contexts.Select(context => context.Chat).OfType<IReadOnlyList<ChatMessage>>()],
            };
        }

        (string shared, IReadOnlyList<ChatMessage>? chat) = Context(document, prompt.Examples, _fields.Question(document));
        return prompt with { Requests = [.. choices.Select(choice => new TextRequest(shared, delimiter + choice))], Chats = Listed(chat) };
    }

    private (string Text, IReadOnlyList<ChatMessage>? Chat) Context(Document document, IReadOnlyList<Document> examples, string question)
    {
        List<PromptTurn> turns = [];
        string description = _description?.Read(document) is { } value ? PythonRepr.Str(value) : "";
        string system = PromptTurn.Delimited(_task.Gating.SystemInstruction, description, _task.FewshotDelimiter);
        if (system.Length > 0) turns.Add(new(PromptTurn.System, system));
        foreach (Document example in examples) turns.AddRange(ExampleTurns(example));
        string questionDelimiter = _choosesContext ? "" : _task.TargetDelimiter;
        turns.AddRange(PromptTurn.QuestionAndAnswer(question, null, _fields.Prefix(document), questionDelimiter, ""));
        if (_template is null) return (PromptTurn.ToText(turns), null);
        IReadOnlyList<ChatMessage> messages = PromptTurn.ToMessages(turns, _task.Gating.Chat, _task.Gating.DelimiterInAnswer);
        return (ChatRendering.Render(_template, messages), messages);
    }

    private IReadOnlyList<PromptTurn> ExampleTurns(Document example)
    {
        if (_exampleTurns.TryGetValue(example, out IReadOnlyList<PromptTurn>? turns)) return turns;
        string question = _choosesContext
            ? _exampleFields.RightContext(example)
            : _exampleFields.Question(example);
        string answer = _choosesContext ? PythonRepr.Str(_exampleFields.Target(example)) : _exampleFields.Answer(example);
        turns = PromptTurn.QuestionAndAnswer(
            question,
            answer,
            _exampleFields.Prefix(example),
            _task.Fewshot.TargetDelimiter ?? _task.TargetDelimiter,
            _task.Fewshot.FewshotDelimiter ?? _task.FewshotDelimiter);
        _exampleTurns.Add(example, turns);
        return turns;
    }

    private IReadOnlyList<string> Targets(Document document, object? target)
    {
        if (_fields.HasChoices && target is long or bool)
        {
            IReadOnlyList<string> choices = _fields.Choices(document);
            int gold = _fields.Gold(document, choices, choosesContext: false)[0];
            return gold >= 0 ? [choices[gold]] : [];
        }

        return target is IReadOnlyList<object?> several ? [.. several.Select(PythonRepr.Str)] : [PythonRepr.Str(target)];
    }

    private static IReadOnlyList<IReadOnlyList<ChatMessage>> Listed(IReadOnlyList<ChatMessage>? chat) => chat is null ? [] : [chat];
}
