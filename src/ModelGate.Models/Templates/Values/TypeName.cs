namespace ModelGate.Models.Templates.Values;

/// <summary>Python's names of types, for messages.</summary>
internal static class TypeName
{
    public static string Of(Value value) => value switch
    {
        Value.None => "None",
        Value.Bool => "bool",
        Value.Int => "int",
        Value.Float => "float",
        Value.Text => "str",
        Value.List => "list",
        Value.Tuple => "tuple",
        Value.Dict => "dict",
        Value.View view => view.Name,
        Value.Range => "range",
        Value.Generator => "generator",
        Value.Namespace => "namespace",
        Value.Object engineObject => engineObject.Name,
        Value.Callable => "function",
        Value.Undefined => "undefined",
        _ => throw new InvalidOperationException(),
    };
}
