using System.Collections.Frozen;
using System.Globalization;
using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Filters;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Tests;

internal delegate bool TestFunction(Runtime runtime, Value input, Arguments arguments);

/// <summary>All tests, which follow <c>is</c>, by name.</summary>
internal static class TestRegistry
{
    private static readonly FrozenDictionary<string, TestFunction> s_tests = new Dictionary<string, TestFunction>(StringComparer.Ordinal)
    {
        ["boolean"] = OfKind(value => value is Value.Bool),
        ["callable"] = OfKind(value => value is Value.Callable or Value.Object { Call: not null }),
        ["defined"] = OfKind(value => value is not Value.Undefined),
        ["divisibleby"] = (runtime, input, arguments) => IsRest(runtime, input, arguments.Bind("divisibleby", 1, "num")[0]!, 0),
        ["escaped"] = OfKind(_ => false),
        ["even"] = (runtime, input, arguments) => arguments.Bind("even", 0).Length == 0 && IsRest(runtime, input, Value.Of(2), 0),
        ["false"] = OfKind(value => value is Value.Bool { IsTrue: false }),
        ["filter"] = (runtime, input, arguments) => arguments.Bind("filter", 0).Length == 0
            && input is Value.Text { Characters: var name } && FilterRegistry.Find(name, runtime.Options) is not null,
        ["float"] = OfKind(value => value is Value.Float),
        ["in"] = (_, input, arguments) => Sequences.Contains(arguments.Bind("in", 1, "seq")[0]!, input),
        ["integer"] = OfKind(value => value is Value.Int),
        ["iterable"] = OfKind(Sequences.IsIterable),
        ["lower"] = (runtime, input, arguments) => arguments.Bind("lower", 0).Length == 0
            && LetterCase.IsAll(runtime.Str(input), UnicodeCategory.LowercaseLetter),
        ["mapping"] = OfKind(value => value is Value.Dict),
        ["none"] = OfKind(value => value is Value.None),
        ["number"] = OfKind(Numbers.IsNumber),
        ["odd"] = (runtime, input, arguments) => arguments.Bind("odd", 0).Length == 0 && IsRest(runtime, input, Value.Of(2), 1),
        ["sameas"] = (_, input, arguments) => IsSame(input, arguments.Bind("sameas", 1, "other")[0]!),
        ["sequence"] = OfKind(value => value is Value.Text or Value.List or Value.Tuple or Value.Dict or Value.Range
            or Value.Undefined { IsStrict: false }),
        ["string"] = OfKind(value => value is Value.Text),
        ["test"] = (_, input, arguments) => arguments.Bind("test", 0).Length == 0
            && input is Value.Text { Characters: var name } && Find(name) is not null,
        ["true"] = OfKind(value => value is Value.Bool { IsTrue: true }),
        ["undefined"] = OfKind(value => value is Value.Undefined),
        ["upper"] = (runtime, input, arguments) => arguments.Bind("upper", 0).Length == 0
            && LetterCase.IsAll(runtime.Str(input), UnicodeCategory.UppercaseLetter),
        ["eq"] = Compare(Equality.AreEqual),
        ["equalto"] = Compare(Equality.AreEqual),
        ["=="] = Compare(Equality.AreEqual),
        ["ne"] = Compare((left, right) => !Equality.AreEqual(left, right)),
        ["!="] = Compare((left, right) => !Equality.AreEqual(left, right)),
        ["lt"] = Compare(Ordering.IsLess),
        ["lessthan"] = Compare(Ordering.IsLess),
        ["<"] = Compare(Ordering.IsLess),
        ["le"] = Compare(Ordering.IsLessOrEqual),
        ["<="] = Compare(Ordering.IsLessOrEqual),
        ["gt"] = Compare((left, right) => Ordering.IsLess(right, left)),
        ["greaterthan"] = Compare((left, right) => Ordering.IsLess(right, left)),
        [">"] = Compare((left, right) => Ordering.IsLess(right, left)),
        ["ge"] = Compare((left, right) => Ordering.IsLessOrEqual(right, left)),
        [">="] = Compare((left, right) => Ordering.IsLessOrEqual(right, left)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TestFunction? Find(string name) => s_tests.GetValueOrDefault(name);

    public static TemplateFault Unknown(string name, int offset = -1)
    {
        IEnumerable<string> names = s_tests.Keys.Where(known => char.IsAsciiLetter(known[0])).Order(StringComparer.Ordinal);
        return TemplateFault.Unsupported($"There is no test `{name}`", $"Use one of: {string.Join(", ", names)}.", offset);
    }

    private static TestFunction OfKind(Func<Value, bool> isOfKind) =>
        (_, input, arguments) => arguments.Bind("The test", 0).Length == 0 && isOfKind(input);

    private static TestFunction Compare(Func<Value, Value, bool> holds) =>
        (_, input, arguments) => holds(input, arguments.Bind("The test", 1, "other")[0]!);

    private static bool IsRest(Runtime runtime, Value input, Value divisor, long rest) =>
        Equality.AreEqual(runtime.Arithmetic.Apply("%", input, divisor), Value.Of(rest));

    // Python keeps one object of each of None, True, False and, in CPython, of small integers.
    private static bool IsSame(Value left, Value right) => (left, right) switch
    {
        (Value.None, Value.None) => true,
        (Value.Bool a, Value.Bool b) => a.IsTrue == b.IsTrue,
        (Value.Int a, Value.Int b) => a.Number == b.Number,
        _ => ReferenceEquals(left, right),
    };
}
