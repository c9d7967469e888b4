using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Records;

public sealed class CanonicalJsonTests : IDisposable
{
    /// <summary>ECMAScript is what RFC 8785 is defined by, so that this is the standard.</summary>
    private const string Program = """
        const text = value => Array.isArray(value) ? `[${value.map(text)}]` : value && typeof value === "object"
          ? `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${text(value[key])}`)}}` : JSON.stringify(value);
        process.stdout.write(text(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))));
        """;

    private readonly TemporaryFolder folder = new();

    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Number_is_what_the_standard_lists(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)));

    /// <summary>RFC 8785, 3.2.2 and 3.2.3.</summary>
    [Fact]
    public void Of_orders_properties_and_escapes_as_the_standard_shows()
    {
        using JsonDocument value = JsonDocument.Parse("""
            { "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": [ null, true, 4.50, 2e-3 ],
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/" }
            """);
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":[null,true,4.5,0.002],\"\u0080\":\"Control\",\"ö\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\","
            + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            CanonicalJson.Of(value.RootElement));
    }

    [Fact]
    public void Of_is_what_node_prints_for_numbers_of_every_size()
    {
        var random = new Random(11);
        double[] numbers = [.. Enumerable.Range(0, 2000).Select(i => i % 2 == 0
            ? (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 24))
            : BitConverter.Int64BitsToDouble(random.NextInt64())).Where(double.IsFinite)];
        string written = $"[{string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]";
        using JsonDocument value = JsonDocument.Parse(written);
        Assert.Equal(Node(written), CanonicalJson.Of(value.RootElement));
    }

    [Fact]
    public void Seal_of_a_record_is_what_node_computes()
    {
        string text = RunRecordJson.Write(SampleRun.Failed);
        JsonObject record = JsonNode.Parse(text)!.AsObject();
        string seal = record["seal"]!.GetValue<string>();
        record.Remove("seal");
        Assert.Equal(seal, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Node(record.ToJsonString())))));
    }

    public void Dispose() => folder.Dispose();

    private string Node(string json)
    {
        string file = folder.Combine("value.json");
        File.WriteAllText(file, json);
        try
        {
            using Process node = Process.Start(new ProcessStartInfo("node", ["-e", Program, file])
            {
                RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8,
            })!;
            string output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            Assert.Equal(0, node.ExitCode);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node.js is absent.");
            throw;
        }
    }
}
