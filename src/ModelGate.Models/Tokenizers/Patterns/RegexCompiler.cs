namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>Turns a syntax tree into instructions.</summary>
internal sealed class RegexCompiler
{
    private readonly List<RegexInstruction> _code = [];
    private int _slots;

    public static RegexProgram Compile(RegexNode node)
    {
        RegexCompiler compiler = new();
        compiler.Emit(node);
        compiler.Add(new RegexInstruction(RegexCode.Accept));
        return new RegexProgram(compiler._code.ToArray(), compiler._slots);
    }

    private void Emit(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.One one: Add(new RegexInstruction(RegexCode.One, Set: one.Set)); break;
            case RegexNode.Sequence sequence:
                foreach (RegexNode item in sequence.Items) Emit(item);
                break;
            case RegexNode.Choice choice: EmitChoice([.. choice.Items.Select(item => (Action)(() => Emit(item)))]); break;
            case RegexNode.Repeat { Item: RegexNode.One one, Greed: not Greed.Lazy } repeat:
                RegexCode many = repeat.Greed == Greed.Greedy ? RegexCode.Many : RegexCode.ManyPossessive;
                Add(new RegexInstruction(many, repeat.Least, repeat.Most, one.Set));
                break;
            case RegexNode.Repeat { Greed: Greed.Possessive } repeat: EmitBody(RegexCode.Atomic, 0, () => EmitRepeat(repeat)); break;
            case RegexNode.Repeat repeat: EmitRepeat(repeat); break;
            case RegexNode.Look { Behind: true } look: EmitBody(RegexCode.Look, look.Negative ? 1 : 0, () => EmitBehind(look.Item)); break;
            case RegexNode.Look look: EmitBody(RegexCode.Look, look.Negative ? 1 : 0, () => Emit(look.Item)); break;
            case RegexNode.Atomic atomic: EmitBody(RegexCode.Atomic, 0, () => Emit(atomic.Item)); break;
            case RegexNode.At at: Add(new RegexInstruction(RegexCode.Anchor, (int)at.Anchor)); break;
        }
    }

    private void EmitChoice(IReadOnlyList<Action> branches)
    {
        List<int> jumps = [];
        for (int i = 0; i < branches.Count - 1; i++)
        {
            int split = Add(default);
            branches[i]();
            jumps.Add(Add(default));
            _code[split] = new RegexInstruction(RegexCode.Split, split + 1, _code.Count);
        }

        branches[^1]();
        foreach (int jump in jumps) _code[jump] = new RegexInstruction(RegexCode.Jump, _code.Count);
    }

    private void EmitRepeat(RegexNode.Repeat repeat)
    {
        bool isLazy = repeat.Greed == Greed.Lazy;
        for (int i = 0; i < repeat.Least; i++) Emit(repeat.Item);
        if (repeat.Most == int.MaxValue)
        {
            int slot = _slots++;
            int split = Add(default);
            Add(new RegexInstruction(RegexCode.Mark, slot));
            Emit(repeat.Item);
            int progress = Add(default);
            Add(new RegexInstruction(RegexCode.Jump, split));
            _code[split] = Split(split + 1, _code.Count, isLazy);
            _code[progress] = new RegexInstruction(RegexCode.Progress, slot, _code.Count);
            return;
        }

        List<int> splits = [];
        for (int i = repeat.Least; i < repeat.Most; i++)
        {
            splits.Add(Add(default));
            Emit(repeat.Item);
        }

        foreach (int split in splits) _code[split] = Split(split + 1, _code.Count, isLazy);
    }

    private static RegexInstruction Split(int body, int exit, bool isLazy) =>
        isLazy ? new RegexInstruction(RegexCode.Split, exit, body) : new RegexInstruction(RegexCode.Split, body, exit);

    private void EmitBody(RegexCode code, int a, Action body)
    {
        int start = Add(default);
        body();
        Add(new RegexInstruction(RegexCode.Accept));
        _code[start] = new RegexInstruction(code, a, _code.Count);
    }

    /// <summary>Each alternative goes back by its own fixed length and matches forward, which ends it where it began.</summary>
    private void EmitBehind(RegexNode node)
    {
        IReadOnlyList<RegexNode> items = node is RegexNode.Choice choice ? choice.Items : [node];
        EmitChoice([.. items.Select(item => (Action)(() =>
        {
            int length = Length(item) ?? throw new RegexSyntaxException(0, "A look-behind has no fixed length.");
            Add(new RegexInstruction(RegexCode.Back, length));
            Emit(item);
        }))]);
    }

    /// <summary>How many code points the node matches, where that is always the same.</summary>
    private static int? Length(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.One: return 1;
            case RegexNode.Look or RegexNode.At: return 0;
            case RegexNode.Atomic atomic: return Length(atomic.Item);
            case RegexNode.Sequence sequence: return sequence.Items.Aggregate((int?)0, static (sum, item) => sum + Length(item));
            case RegexNode.Repeat repeat when repeat.Least == repeat.Most: return repeat.Least * Length(repeat.Item);
            case RegexNode.Choice choice:
                int?[] lengths = [.. choice.Items.Select(Length).Distinct()];
                return lengths.Length == 1 ? lengths[0] : null;
            default: return null;
        }
    }

    private int Add(RegexInstruction instruction)
    {
        if (_code.Count >= RegexProgram.MaxInstructions) throw new RegexSyntaxException(0, "The pattern's repeats expand too far.");
        _code.Add(instruction);
        return _code.Count - 1;
    }
}
