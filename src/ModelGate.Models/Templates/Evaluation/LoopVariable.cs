using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>The <c>loop</c> of a <c>for</c>.</summary>
/// <param name="items">All of them: a loop of Jinja looks ahead as well.</param>
/// <param name="depth">0 for the outermost loop.</param>
/// <param name="recurse">Renders the loop's body for other items; null unless the loop is recursive.</param>
internal sealed class LoopVariable(Runtime runtime, IReadOnlyList<Value> items, int depth, Func<Value, Value>? recurse)
{
    private List<Value>? _changed;

    public int Index { get; set; }

    public Value ToValue() => new Value.Object(
        "loop", Find, recurse is null ? null : arguments => recurse(arguments.Bind("loop", 1, "iterable")[0]!));

    private Value? Find(string name) => name switch
    {
        "index" => Value.Of(Index + 1L),
        "index0" => Value.Of((long)Index),
        "revindex" => Value.Of((long)items.Count - Index),
        "revindex0" => Value.Of(items.Count - Index - 1L),
        "first" => Value.Of(Index == 0),
        "last" => Value.Of(Index == items.Count - 1),
        "length" => Value.Of((long)items.Count),
        "depth" => Value.Of(depth + 1L),
        "depth0" => Value.Of((long)depth),
        "previtem" => Index > 0 ? items[Index - 1] : runtime.Undefined("There is no previous item, it is undefined"),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : runtime.Undefined("There is no next item, it is undefined"),
        "cycle" => new Value.Callable(name, Cycle),
        "changed" => new Value.Callable(name, HasChanged),
        _ => null,
    };

    private Value Cycle(Arguments arguments) => arguments.Positional.Count > 0
        ? arguments.Positional[Index % arguments.Positional.Count]
        : throw TemplateFault.Operation("`loop.cycle` needs a value");

    private Value HasChanged(Arguments arguments)
    {
        List<Value> current = [.. arguments.Positional];
        bool isSame = _changed is not null && Equality.AreEqual(new Value.List(_changed), new Value.List(current));
        _changed = current;
        return Value.Of(!isSame);
    }
}
