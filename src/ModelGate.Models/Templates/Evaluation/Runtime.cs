using ModelGate.Models.Templates.Filters;
using ModelGate.Models.Templates.Tests;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>What operators, filters, tests and functions share during one rendering.</summary>
internal sealed class Runtime
{
    public Runtime(JinjaOptions options)
    {
        Options = options;
        Budget = new Budget(options);
        Arithmetic = new Arithmetic(options.MaxLength);
        Subscripts = new Subscripts(FindMethod, options.StrictUndefined);
    }

    public JinjaOptions Options { get; }

    public Budget Budget { get; }

    public Arithmetic Arithmetic { get; }

    public Subscripts Subscripts { get; }

    public Value.Undefined Undefined(string description) => new(description, Options.StrictUndefined);

    public string Str(Value value) => Budget.Charge(Printer.Str(value, Budget.MaxLength));

    /// <summary>Items, each counted as a step.</summary>
    public IEnumerable<Value> Iterate(Value value)
    {
        foreach (Value item in Sequences.Iterate(value))
        {
            Budget.Step();
            yield return item;
        }
    }

    public List<Value> ToList(Value value)
    {
        if (value is Value.Range { Count: var count }) Budget.RequireLength(count);
        return [.. Iterate(value)];
    }

    public Value ApplyFilter(string name, Value input, Arguments arguments)
    {
        Budget.Step();
        FilterFunction filter = FilterRegistry.Find(name, Options) ?? throw FilterRegistry.Unknown(name, Options);
        return filter(this, input, arguments);
    }

    public bool ApplyTest(string name, Value input, Arguments arguments)
    {
        Budget.Step();
        TestFunction test = TestRegistry.Find(name) ?? throw TestRegistry.Unknown(name);
        return test(this, input, arguments);
    }

    private Value? FindMethod(Value target, string name) => target switch
    {
        Value.Text text => TextMethods.Find(this, text, name),
        Value.List list => ListMethods.Find(this, list, name),
        Value.Tuple tuple => ListMethods.Find(tuple, name),
        Value.Dict dict => DictMethods.Find(this, dict, name),
        _ => null,
    };
}
