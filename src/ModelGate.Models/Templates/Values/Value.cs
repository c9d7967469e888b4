namespace ModelGate.Models.Templates.Values;

/// <summary>
/// A value as templates see it: Python's, closed. Equality, order and printing are Python's too and live beside this file; reference
/// equality of these classes means nothing.
/// </summary>
internal abstract class Value
{
    private Value()
    {
    }

    public static Value Nothing { get; } = new None();

    public static Value True { get; } = new Bool(true);

    public static Value False { get; } = new Bool(false);

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(long value) => new Int(value);

    public static Value Of(double value) => new Float(value);

    public static Value Of(string value) => new Text(value);

    public static Value Of(IEnumerable<Value> items) => new List([.. items]);

    public sealed class None : Value;

    public sealed class Bool(bool value) : Value
    {
        public bool IsTrue { get; } = value;
    }

    /// <summary>64 bits; an operation that leaves them is an error.</summary>
    public sealed class Int(long value) : Value
    {
        public long Number { get; } = value;
    }

    public sealed class Float(double value) : Value
    {
        public double Number { get; } = value;
    }

    /// <summary>UTF-16 inside, code points to the template.</summary>
    public sealed class Text(string value) : Value
    {
        public string Characters { get; } = value;
    }

    public sealed class List(List<Value> items) : Value
    {
        public List<Value> Items { get; } = items;
    }

    public sealed class Tuple(IReadOnlyList<Value> items) : Value
    {
        public IReadOnlyList<Value> Items { get; } = items;
    }

    /// <summary>In order of insertion.</summary>
    public sealed class Dict(OrderedDictionary<Value, Value> entries) : Value
    {
        public Dict()
            : this(new OrderedDictionary<Value, Value>(KeyEquality.Instance))
        {
        }

        public OrderedDictionary<Value, Value> Entries { get; } = entries;

        public Value? Find(string key) => Entries.GetValueOrDefault(new Text(key));
    }

    /// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> give: can be iterated again and counted, not subscripted.</summary>
    /// <param name="name">Python's name, such as <c>dict_items</c>.</param>
    public sealed class View(string name, IReadOnlyList<Value> items) : Value
    {
        public string Name { get; } = name;

        public IReadOnlyList<Value> Items { get; } = items;
    }

    public sealed class Range(long start, long stop, long step) : Value
    {
        public long Start { get; } = start;

        public long Stop { get; } = stop;

        /// <summary>Not zero.</summary>
        public long Step { get; } = step;

        public long Count { get; } = (long)Int128.Max(0, step > 0
            ? ((Int128)stop - start + step - 1) / step
            : ((Int128)start - stop - step - 1) / -(Int128)step);

        public Value At(long index) => new Int(Start + (index * Step));
    }

    /// <summary>What <c>map</c>, <c>select</c> and their kin give: lazy, and empty once it was read.</summary>
    public sealed class Generator(IEnumerable<Value> items) : Value
    {
        private readonly IEnumerator<Value> _items = items.GetEnumerator();

        public IEnumerable<Value> Rest()
        {
            while (_items.MoveNext()) yield return _items.Current;
        }
    }

    /// <summary>The one object whose attributes a template may set.</summary>
    public sealed class Namespace(Dict attributes) : Value
    {
        public Dict Attributes { get; } = attributes;
    }

    /// <summary>An object of the engine with named attributes: <c>loop</c>, <c>cycler</c>.</summary>
    /// <param name="find">Null for a name it does not have.</param>
    public sealed class Object(string name, Func<string, Value?> find, Func<Arguments, Value>? call = null) : Value
    {
        public string Name { get; } = name;

        public Func<string, Value?> Find { get; } = find;

        public Func<Arguments, Value>? Call { get; } = call;
    }

    public sealed class Callable(string name, Func<Arguments, Value> call) : Value
    {
        public string Name { get; } = name;

        public Func<Arguments, Value> Call { get; } = call;
    }

    /// <param name="description">A sentence without its full stop, such as <c>`x` is undefined</c>.</param>
    /// <param name="isStrict">Even printing it is an error.</param>
    public sealed class Undefined(string description, bool isStrict) : Value
    {
        public string Description { get; } = description;

        public bool IsStrict { get; } = isStrict;

        public void ThrowIfStrict()
        {
            if (IsStrict) throw Fault();
        }

        public TemplateFault Fault() => TemplateFault.Undefined(Description);
    }
}
