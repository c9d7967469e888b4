using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>The functions every template has, and those that its host adds.</summary>
internal static class GlobalFunctions
{
    // The sandbox of chat templates allows no longer range.
    private const int SandboxRange = 100_000;

    /// <param name="raise">Throws what <c>raise_exception(message)</c> is to the caller.</param>
    public static Scope Create(Runtime runtime, Func<string, Exception> raise)
    {
        Scope scope = new(null);
        Add("range", arguments => Range(arguments, runtime.Options.Host));
        Add("dict", arguments => Dict(runtime, "dict", arguments));
        Add("namespace", arguments => new Value.Namespace(Dict(runtime, "namespace", arguments)));
        Add("cycler", Cycler);
        Add("joiner", Joiner);
        if (runtime.Options.Host == JinjaHost.Transformers)
        {
            Add("raise_exception", arguments => throw raise(runtime.Str(arguments.Bind("raise_exception", 1, "message")[0]!)));
            Add("strftime_now", arguments => FormatNow(runtime.Options.Clock, arguments));
        }

        return scope;

        void Add(string name, Func<Arguments, Value> call) => scope.Set(name, new Value.Callable(name, call));
    }

    private static Value FormatNow(TimeProvider clock, Arguments arguments)
    {
        string format = TextMethods.RequireText(arguments.Bind("strftime_now", 1, "format")[0]!, "A date format");
        return Value.Of(DateText.Format(clock.GetLocalNow(), format));
    }

    private static Value.Range Range(Arguments arguments, JinjaHost host)
    {
        Value?[] bound = arguments.Bind("range", 1, "start", "stop", "step");
        long first = Numbers.RequireInteger(bound[0]!, "An argument of `range`");
        long? second = bound[1] is null ? null : Numbers.RequireInteger(bound[1]!, "An argument of `range`");
        long step = bound[2] is null ? 1 : Numbers.RequireInteger(bound[2]!, "An argument of `range`");
        if (step == 0) throw TemplateFault.Operation("`range` cannot step by zero");
        Value.Range range = second is { } stop ? new Value.Range(first, stop, step) : new Value.Range(0, first, step);
        return host == JinjaHost.Transformers && range.Count > SandboxRange
            ? throw TemplateFault.Limit($"The sandbox of chat templates allows no range of over {SandboxRange} numbers")
            : range;
    }

    private static Value.Dict Dict(Runtime runtime, string name, Arguments arguments)
    {
        Value.Dict dict = new();
        Value? source = new Arguments(arguments.Positional, []).Bind(name, 0, "mapping")[0];
        if (source is not null)
        {
            foreach ((Value key, Value value) in DictMethods.Pairs(runtime, source)) dict.Entries[key] = value;
        }

        foreach ((string key, Value value) in arguments.Named) dict.Entries[Value.Of(key)] = value;
        return dict;
    }

    private static Value.Object Cycler(Arguments arguments)
    {
        IReadOnlyList<Value> items = arguments.Positional;
        if (items.Count == 0) throw TemplateFault.Operation("`cycler` needs a value");
        int at = 0;
        return new Value.Object("cycler", name => name switch
        {
            "current" => items[at],
            "next" => new Value.Callable(name, _ =>
            {
                Value current = items[at];
                at = (at + 1) % items.Count;
                return current;
            }),
            "reset" => new Value.Callable(name, _ =>
            {
                at = 0;
                return Value.Nothing;
            }),
            _ => null,
        });
    }

    private static Value.Object Joiner(Arguments arguments)
    {
        Value separator = arguments.Bind("joiner", 0, "sep")[0] ?? Value.Of(", ");
        bool wasUsed = false;
        return new Value.Object("joiner", _ => null, _ =>
        {
            Value result = wasUsed ? separator : Value.Of("");
            wasUsed = true;
            return result;
        });
    }
}
