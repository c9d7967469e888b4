using System.Text;
using ModelGate.Models.Templates.Syntax;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>
/// Statements to text. A loop's body runs in a new scope each time, a macro's in one inside the scope where it was defined;
/// <c>if</c> has none.
/// </summary>
internal sealed class StatementEvaluator(Runtime runtime, ExpressionEvaluator expressions)
{
    private enum Flow
    {
        Onward,
        Break,
        Continue,
    }

    public string Render(Block block, Scope scope)
    {
        StringBuilder output = new();
        Run(block, scope, output);
        return output.ToString();
    }

    private Flow Run(Block block, Scope scope, StringBuilder output)
    {
        Recursion.Check();
        foreach (Statement statement in block.Statements)
        {
            runtime.Budget.Step();
            Flow flow = Run(statement, scope, output);
            if (flow != Flow.Onward) return flow;
        }

        return Flow.Onward;
    }

    private Flow Run(Statement statement, Scope scope, StringBuilder output)
    {
        switch (statement)
        {
            case Statement.Data data:
                runtime.Budget.Append(output, data.Text);
                break;
            case Statement.Output print:
                runtime.Budget.Append(output, runtime.Str(expressions.Evaluate(print.Value, scope)));
                break;
            case Statement.If choice:
                return Run(Choose(choice, scope), scope, output);
            case Statement.For loop:
                RunLoop(loop, expressions.Evaluate(loop.Items, scope), scope, output, 0);
                break;
            case Statement.Set set:
                Assign(set.Target, expressions.Evaluate(set.Value, scope), scope);
                break;
            case Statement.SetBlock set:
                Assign(set.Target, Filtered(set.Filter, Render(set.Body, new Scope(scope)), scope), scope);
                break;
            case Statement.Macro macro:
                scope.Set(macro.Name, DefineMacro(macro.Name, macro.Signature, macro.Body, scope));
                break;
            case Statement.CallBlock block:
                Value caller = DefineMacro("caller", block.Signature, block.Body, scope);
                Value result = expressions.Call(block.Call, scope, [KeyValuePair.Create("caller", caller)]);
                runtime.Budget.Append(output, runtime.Str(result));
                break;
            case Statement.FilterBlock block:
                Value filtered = Filtered(block.Filter, Render(block.Body, new Scope(scope)), scope);
                runtime.Budget.Append(output, runtime.Str(filtered));
                break;
            case Statement.With with:
                return RunWith(with, scope, output);
            case Statement.Generation generation:
                return Run(generation.Body, new Scope(scope), output);
            case Statement.Break:
                return Flow.Break;
            case Statement.Continue:
                return Flow.Continue;
            default:
                throw new InvalidOperationException();
        }

        return Flow.Onward;
    }

    private Block Choose(Statement.If choice, Scope scope)
    {
        foreach ((Expression condition, Block body) in choice.Branches)
        {
            if (expressions.IsTrue(condition, scope)) return body;
        }

        return choice.Otherwise;
    }

    private void RunLoop(Statement.For loop, Value iterable, Scope scope, StringBuilder output, int depth)
    {
        List<Value> items = [];
        foreach (Value item in runtime.ToList(iterable))
        {
            if (loop.Filter is null)
            {
                items.Add(item);
                continue;
            }

            Scope candidate = new(scope);
            Assign(loop.Target, item, candidate);
            if (expressions.IsTrue(loop.Filter, candidate)) items.Add(item);
        }

        LoopVariable variable = new(runtime, items, depth, loop.IsRecursive ? Recurse : null);
        Value loopValue = variable.ToValue();
        for (int i = 0; i < items.Count; i++)
        {
            runtime.Budget.Step();
            variable.Index = i;
            Scope inner = new(scope);
            inner.Set("loop", loopValue);
            Assign(loop.Target, items[i], inner);
            if (Run(loop.Body, inner, output) == Flow.Break) break;
        }

        if (items.Count == 0) Run(loop.Otherwise, new Scope(scope), output);

        Value Recurse(Value children)
        {
            StringBuilder nested = new();
            RunLoop(loop, children, scope, nested, depth + 1);
            return Value.Of(nested.ToString());
        }
    }

    private Flow RunWith(Statement.With with, Scope scope, StringBuilder output)
    {
        Scope inner = new(scope);
        List<Value> values = [.. with.Bindings.Select(binding => expressions.Evaluate(binding.Value, scope))];
        for (int i = 0; i < values.Count; i++) Assign(with.Bindings[i].Target, values[i], inner);
        return Run(with.Body, inner, output);
    }

    private Value Filtered(Expression? filter, string text, Scope scope) =>
        filter is Expression.Filter chain ? expressions.Filter(chain, scope, Value.Of(text)) : Value.Of(text);

    private void Assign(Target target, Value value, Scope scope)
    {
        switch (target)
        {
            case Target.Name { Identifier: var name }:
                scope.Set(name, value);
                break;
            case Target.Attribute attribute:
                Value owner = scope.Find(attribute.Namespace) ?? runtime.Undefined($"`{attribute.Namespace}` is undefined");
                if (owner is not Value.Namespace { Attributes: var attributes })
                {
                    throw TemplateFault.Operation($"An attribute of a {TypeName.Of(owner)} cannot be set, only a namespace's");
                }

                attributes.Entries[Value.Of(attribute.Identifier)] = value;
                break;
            case Target.Tuple { Items: var targets }:
                List<Value> parts = runtime.ToList(value);
                if (parts.Count != targets.Count)
                {
                    throw TemplateFault.Operation($"{targets.Count} names cannot take {parts.Count} values");
                }

                for (int i = 0; i < parts.Count; i++) Assign(targets[i], parts[i], scope);
                break;
        }
    }

    private Value.Callable DefineMacro(string name, Signature signature, Block body, Scope defined) => new(name, arguments =>
    {
        Scope scope = new(defined);
        MacroBinding.Bind(name, signature, arguments, scope, runtime, fallback => expressions.Evaluate(fallback, scope));
        return Value.Of(Render(body, scope));
    });
}
