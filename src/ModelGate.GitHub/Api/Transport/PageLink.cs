using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace ModelGate.GitHub.Api;

/// <summary>The <c>Link</c> header: <c>&lt;ADDRESS&gt;; rel="next", …</c>, absent where all fits one page.</summary>
internal static partial class PageLink
{
    public static Uri? Next(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Link", out IEnumerable<string>? links)) return null;
        Match next = NextLink().Match(string.Join(", ", links));
        return next.Success && Uri.TryCreate(next.Groups[1].Value, UriKind.Absolute, out Uri? address) ? address : null;
    }

    [GeneratedRegex("""<([^<>]+)>\s*;[^<]*\brel="?next"?(?:\s*[;,]|\s*$)""", RegexOptions.CultureInvariant)]
    private static partial Regex NextLink();
}
