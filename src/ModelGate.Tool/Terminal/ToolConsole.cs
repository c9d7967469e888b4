namespace ModelGate.Tool.Terminal;

/// <summary>Where the tool writes, and what that place can show. The only door to <see cref="Console"/>.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Diagnostics and progress.</param>
/// <param name="HasColor">Output may carry ANSI colours.</param>
/// <param name="IsInteractive">Progress may be redrawn in place.</param>
/// <param name="WidthColumns">Columns of the terminal.</param>
internal sealed record ToolConsole(TextWriter Output, TextWriter Error, bool HasColor, bool IsInteractive, int WidthColumns)
{
    private const int DefaultWidth = 132;

    /// <summary>Where somebody can answer questions; null in CI and where input does not come from a terminal.</summary>
    public TextReader? Input { get; init; }

    /// <summary>The process's own streams. <c>NO_COLOR</c> (no-color.org) and redirection switch colour off; CI gets plain lines.</summary>
    public static ToolConsole OfProcess()
    {
        bool noColor = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool isDumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        bool isCi = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
        int width = DefaultWidth;
        if (!Console.IsOutputRedirected)
        {
            try
            {
                width = Math.Max(60, Console.WindowWidth);
            }
            catch (IOException)
            {
                width = DefaultWidth;
            }
        }

        return new ToolConsole(
            Console.Out,
            Console.Error,
            HasColor: !Console.IsOutputRedirected && !noColor && !isDumb,
            IsInteractive: !Console.IsErrorRedirected && !isDumb && !isCi,
            width)
        {
            Input = Console.IsInputRedirected || Console.IsErrorRedirected || isCi ? null : Console.In,
        };
    }
}
