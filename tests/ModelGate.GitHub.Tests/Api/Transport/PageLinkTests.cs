using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Tests.Api.Transport;

public sealed class PageLinkTests
{
    [Theory]
    [InlineData("""<https://h/x?page=3>; rel="next", <https://h/x?page=9>; rel="last" """, "https://h/x?page=3")]
    [InlineData("""<https://h/x?page=1>; rel="prev", <https://h/x?page=3>; rel="next" """, "https://h/x?page=3")]
    [InlineData("""<https://h/x?a=1,2;3&page=3>;rel=next""", "https://h/x?a=1,2;3&page=3")]
    [InlineData("""<https://h/x?page=1>; rel="first", <https://h/x?page=2>; rel="prev" """, null)]
    [InlineData("""<https://h/x?rel="next">; rel="last" """, null)]
    [InlineData("""<https://h/x>; rel="nextish" """, null)]
    [InlineData("""<not an address>; rel="next" """, null)]
    [InlineData("", null)]
    public void Next_is_the_address_of_that_relation(string header, string? expected)
    {
        using HttpResponseMessage response = new();
        response.Headers.TryAddWithoutValidation("Link", header.TrimEnd());

        Assert.Equal(expected, PageLink.Next(response.Headers)?.AbsoluteUri);
    }
}
