using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Templates;

public sealed class ChatTemplateTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chat-template-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Render_demo_template_is_the_prompt_of_the_training_scripts()
    {
        ChatTemplate template = ChatTemplate.Load(Repository.DemoModel)!;
        string prompt = template.Render([new ChatMessage("user", " Say hello. \n")], addGenerationPrompt: true);
        Assert.Equal(
            "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nSay hello.<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\n",
            prompt);
        Assert.False(template.ReadsClock);
    }

    [Fact]
    public void Load_directory_without_a_template_is_null()
    {
        Assert.Null(ChatTemplate.Load(_directory));
        Write("tokenizer_config.json", """{"bos_token": "<s>", "chat_template": null}""");
        Assert.Null(ChatTemplate.Load(_directory));
    }

    [Fact]
    public void Load_prefers_the_template_file_then_the_config_then_the_old_file()
    {
        Write("chat_template.json", """{"chat_template": "old"}""");
        Assert.Equal("old", Render());
        Write("tokenizer_config.json", """{"chat_template": "config"}""");
        Assert.Equal("config", Render());
        Write("chat_template.jinja", "file\n");
        Assert.Equal("file", Render());
    }

    [Fact]
    public void Load_list_of_templates_takes_the_default()
    {
        Write(
            "tokenizer_config.json",
            """{"chat_template": [{"name": "tool_use", "template": "t"}, {"name": "default", "template": "d"}]}""");
        Assert.Equal("d", Render());
        Write("tokenizer_config.json", """{"chat_template": [{"name": "tool_use", "template": "t"}]}""");
        Diagnostic diagnostic = Fails(() => Render());
        Assert.Equal("QG0355", diagnostic.Code);
        Assert.Contains("tool_use", diagnostic.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"chat_template\": 5}")]
    [InlineData("[]")]
    [InlineData("{\"chat_template\":")]
    public void Load_malformed_config_names_the_file(string content)
    {
        Write("tokenizer_config.json", content);
        Diagnostic diagnostic = Fails(() => Render());
        Assert.Equal("QG0355", diagnostic.Code);
        Assert.EndsWith("tokenizer_config.json", diagnostic.At.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_syntax_error_in_json_names_file_and_place_in_the_template()
    {
        Write("tokenizer_config.json", """{"chat_template": "a\n{% if %}"}""");
        Diagnostic diagnostic = Fails(() => Render());
        Assert.Equal("QG0350", diagnostic.Code);
        Assert.Equal(0, diagnostic.At.Line);
        Assert.Contains("line 2, column 7 of the template", diagnostic.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_gives_special_tokens_that_exist_and_leaves_others_undefined()
    {
        Write("tokenizer_config.json", """
            {"bos_token": "<s>", "eos_token": {"content": "</s>", "special": true}, "pad_token": null,
             "chat_template": "{{ bos_token }}{{ eos_token }}{{ pad_token }}{{ unk_token }}{{ tools is none }}{{ documents }}"}
            """);
        Write("special_tokens_map.json", """{"unk_token": "<unk>", "pad_token": "<pad>", "bos_token": "<other>"}""");
        Assert.Equal("<s></s><unk>TrueNone", Render());
    }

    [Fact]
    public void Render_extra_variables_win()
    {
        Write("chat_template.jinja", "{{ bos_token }}{{ tools[0].name }}{{ enable_thinking }}");
        Write("tokenizer_config.json", """{"bos_token": "<s>"}""");
        using JsonDocument tools = JsonDocument.Parse("""[{"name": "f"}]""");
        string text = ChatTemplate.Load(_directory)!.Render(
            [], false, new Dictionary<string, object?> { ["tools"] = tools.RootElement, ["enable_thinking"] = false, ["bos_token"] = "B" });
        Assert.Equal("BfFalse", text);
    }

    [Fact]
    public void Render_template_that_refuses_a_role_raises_its_message()
    {
        Write("chat_template.jinja", "{% if messages[0].role == 'system' %}{{ raise_exception('No ' + messages[0].role) }}{% endif %}");
        ChatTemplate template = ChatTemplate.Load(_directory)!;
        ChatMessage[] messages = [new ChatMessage("system", "x")];
        TemplateRaisedException raised = Assert.Throws<TemplateRaisedException>(() => template.Render(messages, false));
        Assert.Equal("No system", raised.Message);
        Assert.Equal("QG0356", raised.ToDiagnostic().Code);
    }

    [Fact]
    public void Render_reads_the_given_clock()
    {
        Write("chat_template.jinja", "{{ strftime_now('%d %b %Y') }}");
        ChatTemplate template = ChatTemplate.Load(_directory, new StoppedClock())!;
        Assert.True(template.ReadsClock);
        Assert.Equal("03 Feb 2001", template.Render([], false));
    }

    [Theory]
    [InlineData("{% for m in messages %}[{{ m.content }}]{% endfor %}", " So far ", "[Hi][ So far ")]
    [InlineData("{% for m in messages %}[{{ m.content | trim }}]{% endfor %}", " So far ", "[Hi][So far")]
    [InlineData("{% for m in messages %}[{{ m.content.strip() }}]\n{% endfor %}", "Hi", "[Hi]\n[Hi")]
    [InlineData("{% for m in messages %}[{{ m.content }}]{% endfor %}", "", "[Hi][")]
    public void RenderUnfinished_ends_where_the_last_message_ends(string source, string content, string expected)
    {
        Write("chat_template.jinja", source);
        ChatMessage[] messages = [new ChatMessage("user", "Hi"), new ChatMessage("assistant", content)];
        Assert.Equal(expected, ChatTemplate.Load(_directory)!.RenderUnfinished(messages));
    }

    [Fact]
    public void RenderUnfinished_template_that_leaves_the_message_out_is_an_error()
    {
        Write("chat_template.jinja", "fixed");
        ChatTemplate template = ChatTemplate.Load(_directory)!;
        Assert.Equal("QG0352", Fails(() => template.RenderUnfinished([new ChatMessage("assistant", "x")])).Code);
    }

    private static Diagnostic Fails(Action action) => Assert.Single(Assert.Throws<DiagnosticException>(action).Diagnostics);

    private string Render() => ChatTemplate.Load(_directory)!.Render([new ChatMessage("user", "hi")], addGenerationPrompt: false);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_directory, name), content);

    private sealed class StoppedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
