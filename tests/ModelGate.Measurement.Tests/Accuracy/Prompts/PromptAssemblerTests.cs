using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;
using ModelGate.Testing;
using static ModelGate.Measurement.Tests.Accuracy.Prompts.TestTasks;

namespace ModelGate.Measurement.Tests.Accuracy.Prompts;

public sealed class PromptAssemblerTests
{
    private static readonly FieldSpec Choices = new FieldSpec.ColumnOrTemplate("choices", default);

    private static Document Doc(int id, params IEnumerable<(string, object?)> fields)
    {
        OrderedDictionary<string, object?> values = [];
        foreach ((string key, object? value) in fields) values.Add(key, value);
        return new(id, values, new("data.jsonl", id + 1, 1));
    }

    private static DocumentPrompt Assemble(TaskDefinition task, Document document, params IReadOnlyList<Document> examples) =>
        new PromptAssembler(task, new(new([document]), new(examples), false), null).Assemble(document, examples);

    [Fact]
    public void Assemble_description_has_nothing_between_it_and_the_first_example()
    {
        TaskDefinition task = Task(OutputType.GenerateUntil, "Q: {{q}}\nA:", Source("a")) with { Description = Source("About {{q}}.") };
        Assert.Equal(
            "About two.Q: one\nA: 1\n\nQ: two\nA:",
            Assemble(task, Doc(0, ("q", "two"), ("a", "2")), Doc(1, ("q", "one"), ("a", "1"))).Requests[0].Context);
    }

    [Fact]
    public void Assemble_system_instruction_is_joined_by_the_fewshot_delimiter()
    {
        TaskDefinition task = Task(OutputType.GenerateUntil, "q", Source("q")) with
        {
            Description = Source("Described."), Gating = new() { SystemInstruction = "System." },
        };
        Document document = Doc(0, ("q", "x"));
        PromptAssembler assembler = new(task, new(new([document]), null, false), null);
        Assert.Equal("System.\n\nDescribed.x", assembler.Assemble(document, []).Requests[0].Context);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("2", -100)]
    [InlineData("b", 1)]
    [InlineData("c", -100)]
    [InlineData("01", -100)]
    public void Assemble_printed_target_is_an_index_or_looked_up(string target, int gold)
    {
        TaskDefinition task = Task(OutputType.MultipleChoice, "q", Source("{{t}}"), Choices);
        Assert.Equal([gold], Assemble(task, Doc(0, ("q", "x"), ("t", target), ("choices", new List<object?> { "a", "b" }))).Gold);
    }

    [Fact]
    public void Assemble_digits_in_a_column_stay_text()
    {
        TaskDefinition task = Task(OutputType.MultipleChoice, "q", Source("t"), Choices);
        DocumentPrompt prompt = Assemble(task, Doc(0, ("q", "7"), ("t", "1"), ("choices", new List<object?> { "5", "1", "0" })));
        Assert.Equal(("7", 1), (prompt.Requests[0].Context, prompt.Gold[0]));
    }

    [Fact]
    public void Assemble_list_target_gives_several_right_answers()
    {
        TaskDefinition generation = Task(OutputType.GenerateUntil, "q", Source("{{t}}"));
        Assert.Equal(["x", "y"], Assemble(generation, Doc(0, ("q", "?"), ("t", "['x', 'y']"))).Targets);
        Assert.Equal(["[x]"], Assemble(generation, Doc(0, ("q", "?"), ("t", "[x]"))).Targets);
        TaskDefinition choice = Task(OutputType.MultipleChoice, "q", Source("t"), Choices);
        Document document = Doc(0, ("q", "?"), ("t", new List<object?> { 0L, 5L }), ("choices", new List<object?> { "a" }));
        Assert.Equal([0, -100], Assemble(choice, document).Gold);
    }

    [Fact]
    public void Assemble_loglikelihood_continuation_is_the_target_without_delimiter()
    {
        TaskDefinition task = Task(OutputType.LogLikelihood, "q", Source("{{' ' + t}}"));
        Assert.Equal([new TextRequest("ab", " cd")], Assemble(task, Doc(0, ("q", "ab"), ("t", "cd"))).Requests);
    }

    [Fact]
    public void Assemble_prefix_is_delimited_only_where_no_space_is()
    {
        TaskDefinition task = Task(OutputType.GenerateUntil, "q", Source("t")) with { GenerationPrefix = Source("It is") };
        DocumentPrompt prompt = Assemble(task, Doc(0, ("q", "z?\n"), ("t", "w")), Doc(1, ("q", "x?"), ("t", "y")));
        Assert.Equal("x? It is y\n\nz?\nIt is", prompt.Requests[0].Context);
    }

    [Fact]
    public void Assemble_chat_drops_delimiters_between_turns_and_in_front_of_choices()
    {
        TaskDefinition task =
            Task(OutputType.MultipleChoice, "q", Source("t"), Choices) with { Gating = new() { Chat = ChatUse.MultiTurn } };
        Document document = Doc(0, ("q", "x"), ("t", 0L), ("choices", new List<object?> { "a" }));
        Document example = Doc(1, ("q", "y"), ("t", 0L), ("choices", new List<object?> { "b" }));
        DocumentPrompt prompt = new PromptAssembler(
            task, new(new([document]), new([example]), false), ChatTemplate.Load(Repository.DemoModel))
            .Assemble(document, [example]);
        Assert.Equal("a", prompt.Requests[0].Continuation);
        Assert.Equal(
            "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\ny<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\nb<|eot_id|>"
            + "<|start_header_id|>user<|end_header_id|>\n\nx<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
            prompt.Requests[0].Context);
    }

    [Fact]
    public void Assemble_delimiter_in_answer_starts_the_examples_answers_only()
    {
        TaskDefinition task = Task(OutputType.GenerateUntil, "q", Source("t")) with
        {
            TargetDelimiter = "It is ", Gating = new() { Chat = ChatUse.MultiTurn, DelimiterInAnswer = true },
        };
        Document document = Doc(0, ("q", "x"), ("t", "y")), example = Doc(1, ("q", "v"), ("t", "w"));
        ChatTemplate template = ChatTemplate.Load(Repository.DemoModel)!;
        IReadOnlyList<ChatMessage> Chat(TaskDefinition asked) =>
            new PromptAssembler(asked, new(new([document]), new([example]), false), template).Assemble(document, [example]).Chats[0];
        Assert.Equal([new("user", "v"), new("assistant", "It is w"), new ChatMessage("user", "x")], Chat(task));
        Assert.Equal(
            [new ChatMessage("user", "vIt is w\n\nx")], Chat(task with { Gating = task.Gating with { Chat = ChatUse.SingleTurn } }));
    }

    [Fact]
    public void Assemble_missing_field_names_document_file_line_and_template_place()
    {
        TaskDefinition task = Task(OutputType.GenerateUntil, null, Source("t")) with
        {
            Text = new FieldSpec.ColumnOrTemplate("Q: {{question}}", new("task.yaml", 7, 15)),
        };
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(() => Assemble(task, Doc(416, ("t", "x")))).Diagnostics);
        Assert.Equal((TaskCodes.UnrenderableDocument, "data.jsonl(417,1)"), (found.Code, found.At.ToString()));
        Assert.Contains("Document 416", found.Problem, StringComparison.Ordinal);
        Assert.Contains("task.yaml(7,", found.Problem, StringComparison.Ordinal);
        Assert.Contains("question", found.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_column_that_one_document_lacks_is_named()
    {
        TaskDefinition task = Task(OutputType.GenerateUntil, "q", Source("t"));
        Document whole = Doc(0, ("q", "x"), ("t", "y")), partial = Doc(1, ("q", "x"));
        PromptAssembler assembler = new(task, new(new([whole, partial]), null, false), null);
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(() => assembler.Assemble(partial, [])).Diagnostics);
        Assert.Equal(2, found.At.Line);
        Assert.Contains("'t'", found.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{choices[0]}}")]
    [InlineData("n")]
    [InlineData("{{[]}}")]
    public void Assemble_choices_of_the_wrong_kind_are_refused(string source)
    {
        TaskDefinition task = Task(OutputType.MultipleChoice, "q", Source("t"), Source(source));
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => Assemble(task, Doc(0, ("q", "x"), ("t", 0L), ("n", 3L), ("choices", new List<object?> { "a" }))));
        Assert.Equal(TaskCodes.WrongFieldValue, Assert.Single(error.Diagnostics).Code);
    }

    [Fact]
    public void Assemble_chosen_contexts_have_one_continuation_and_examples_their_right_context()
    {
        TaskDefinition task = Task(OutputType.MultipleChoice, "{{right}}", Source("rest"), Choices);
        Document Blank(int id, string right) =>
            Doc(id, ("right", right), ("rest", "won."), ("choices", new List<object?> { $"A{id}", $"B{id}" }));
        DocumentPrompt prompt = Assemble(task, Blank(0, "1"), Blank(1, "0"));
        Assert.Equal([new TextRequest("A1 won.\n\nA0", " won."), new TextRequest("A1 won.\n\nB0", " won.")], prompt.Requests);
        Assert.Equal([1], prompt.Gold);
        Assert.Throws<DiagnosticException>(() => Assemble(task, Blank(0, "1"), Blank(1, "2")));
    }

    [Fact]
    public void Constructor_chat_without_a_template_is_refused()
    {
        TaskDefinition task = Task(OutputType.GenerateUntil, "q", Source("t")) with { Gating = new() { Chat = ChatUse.SingleTurn } };
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => Assemble(task, Doc(0, ("q", "x"), ("t", "y"))));
        Assert.Equal(TaskCodes.NoChatTemplate, error.Diagnostics[0].Code);
    }

    [Fact]
    public void IdentifyingTexts_are_the_question_and_the_answered_prompt()
    {
        Document document = Doc(0, ("q", "x?"), ("t", 1L), ("choices", new List<object?> { "a", "b" }));
        TaskDefinition task = Task(OutputType.MultipleChoice, "Q: {{q}}", Source("t"), Choices);
        Assert.Equal(
            ["Q: x?", "Q: x? b"], new PromptAssembler(task, new(new([document]), null, false), null).IdentifyingTexts(document));
        TaskDefinition rolling = Task(OutputType.RollingLogLikelihood, null, Source("q"));
        Assert.Equal(["x?"], new PromptAssembler(rolling, new(new([document]), null, false), null).IdentifyingTexts(document));
    }
}
