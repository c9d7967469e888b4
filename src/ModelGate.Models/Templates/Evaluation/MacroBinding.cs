using ModelGate.Models.Templates.Syntax;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>Gives a macro's parameters their values.</summary>
internal static class MacroBinding
{
    /// <param name="evaluate">Evaluates a default, which may name the parameters before it.</param>
    public static void Bind(
        string name, Signature signature, Arguments arguments, Scope scope, Runtime runtime, Func<Expression, Value> evaluate)
    {
        Dictionary<string, Value> named = new(StringComparer.Ordinal);
        foreach ((string key, Value value) in arguments.Named)
        {
            if (!named.TryAdd(key, value)) throw TemplateFault.Operation($"Macro `{name}` got `{key}` twice");
        }

        for (int i = 0; i < signature.Parameters.Count; i++)
        {
            string parameter = signature.Parameters[i];
            Value? value = i < arguments.Positional.Count ? arguments.Positional[i] : null;
            named.Remove(parameter, out Value? given);
            if (value is not null && given is not null) throw TemplateFault.Operation($"Macro `{name}` got `{parameter}` twice");
            scope.Set(parameter, value ?? given ?? Default(signature, i, runtime, evaluate));
        }

        if (signature.TakesCaller && !signature.Parameters.Contains("caller"))
        {
            named.Remove("caller", out Value? caller);
            scope.Set("caller", caller ?? runtime.Undefined("There is no caller, it is undefined"));
        }

        BindRest(name, signature, arguments, named, scope);
    }

    private static Value Default(Signature signature, int parameter, Runtime runtime, Func<Expression, Value> evaluate) =>
        signature.DefaultOf(parameter) is { } fallback
            ? evaluate(fallback)
            : runtime.Undefined($"Parameter `{signature.Parameters[parameter]}` was not provided");

    // Jinja gives the rest of the arguments to a macro that names `varargs` or `kwargs`, and refuses it otherwise.
    private static void BindRest(string name, Signature signature, Arguments arguments, Dictionary<string, Value> named, Scope scope)
    {
        if (signature.TakesVarargs)
        {
            scope.Set("varargs", new Value.Tuple([.. arguments.Positional.Skip(signature.Parameters.Count)]));
        }
        else if (arguments.Positional.Count > signature.Parameters.Count)
        {
            throw TemplateFault.Operation(
                $"Macro `{name}` takes at most {signature.Parameters.Count} arguments, not {arguments.Positional.Count}");
        }

        if (signature.TakesKwargs)
        {
            Value.Dict rest = new();
            foreach ((string key, Value value) in named) rest.Entries[Value.Of(key)] = value;
            scope.Set("kwargs", rest);
        }
        else if (named.Count > 0)
        {
            throw TemplateFault.Operation($"Macro `{name}` has no parameter `{named.Keys.First()}`");
        }
    }
}
