using System.Buffers.Binary;
using System.Text;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Formats;

public sealed class SafetensorsReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_valid_file_gives_each_tensor()
    {
        string path =
            Write("""{"b":{"dtype":"I8","shape":[2,2],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 8);
        using SafetensorsReader reader = SafetensorsReader.Open(path);

        Assert.Equal(["a", "b"], reader.Header.Entries.Select(entry => entry.Name));
        Assert.Equal((DType.F32, 0, 4L), (reader["a"].Type, reader["a"].Rank, reader["a"].ByteCount));
        Assert.Equal([2L, 2L], reader["b"].Shape.ToArray());
        unsafe
        {
            Assert.Equal(4, reader["b"].Data - reader["a"].Data);
        }
    }

    [Fact]
    public void Open_tensor_without_elements_is_allowed()
    {
        string path =
            Write("""{"a":{"dtype":"F32","shape":[0,9],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal(0, reader["a"].ByteCount);
    }

    [Theory]
    [InlineData("QG0203", "F64", """{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8)]
    [InlineData("QG0204", "'x'", """{"x":{"dtype":"I8","shape":[-1],"data_offsets":[0,1]}}""", 1)]
    [InlineData("QG0204", "'x'", """{"x":{"dtype":"I8","shape":[1.5],"data_offsets":[0,1]}}""", 1)]
    [InlineData("QG0204", "'x'", """{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0)]
    [InlineData("QG0204", "'x'", """{"x":{"dtype":"I8","shape":[0,9223372036854775807,3],"data_offsets":[0,0]}}""", 0)]
    [InlineData("QG0205", "'x'", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("QG0205", "'x'", """{"x":{"dtype":"I8","shape":[1],"data_offsets":[1,0]}}""", 1)]
    [InlineData("QG0205", "'x'", """{"x":{"dtype":"I8","shape":[1],"data_offsets":[0]}}""", 1)]
    [InlineData("QG0205", "'x'", """{"x":{"dtype":"I8","shape":[1],"data_offsets":[-1,0]}}""", 1)]
    [InlineData("QG0205", "overlaps",
        """{"x":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"I8","shape":[2],"data_offsets":[1,3]}}""", 3)]
    [InlineData("QG0205", "gap",
        """{"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},"y":{"dtype":"I8","shape":[1],"data_offsets":[2,3]}}""", 3)]
    [InlineData("QG0205", "holds 9", """{"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}""", 9)]
    [InlineData("QG0201", "'x' is cut off", """{"x":{"dtype":"I8","shape":[9],"data_offsets":[0,9]}}""", 8)]
    [InlineData("QG0206", "'x' twice",
        """{"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData("QG0202", "lacks", """{"x":{"dtype":"I8","shape":[1]}}""", 1)]
    [InlineData("QG0202", "unexpected", """{"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1],"strides":[1]}}""", 1)]
    [InlineData("QG0202", "JSON", """{"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]""", 1)]
    [InlineData("QG0202", "JSON", """{"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}} {}""", 1)]
    [InlineData("QG0202", "JSON", """{"\ud800":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData("QG0202", "begin", """[]""", 0)]
    [InlineData("QG0202", "x", """{"x":7}""", 0)]
    [InlineData("QG0202", "__metadata__", """{"__metadata__":{"format":1}}""", 0)]
    public void Open_lying_header_is_one_diagnostic_that_names_file_and_tensor(string code, string names, string header, int dataBytes)
    {
        string path = Write(header, dataBytes);
        Diagnostic diagnostic = Assert.Single(Assert.Throws<DiagnosticException>(() => SafetensorsReader.Open(path)).Diagnostics);

        Assert.Equal(code, diagnostic.Code);
        Assert.Equal(path, diagnostic.At.File);
        Assert.Contains(names, diagnostic.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_header_that_is_not_utf8_is_refused()
    {
        string path = Write([.. "{\"x"u8, 0xFF, .. "\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}}"u8], 0);
        Assert.Equal("QG0202", Code(path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Open_file_shorter_than_its_length_field_is_truncated(int bytes)
    {
        string path = folder.Combine("short.safetensors");
        File.WriteAllBytes(path, new byte[bytes]);
        Assert.Equal("QG0201", Code(path));
    }

    [Theory]
    [InlineData(17L, "QG0201")]
    [InlineData(100_000_000L, "QG0201")]
    [InlineData(100_000_001L, "QG0202")]
    [InlineData(-1L, "QG0202")]
    public void Open_header_longer_than_file_or_limit_is_refused(long headerLength, string code)
    {
        string path = folder.Combine("long.safetensors");
        byte[] bytes = new byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, headerLength);
        File.WriteAllBytes(path, bytes);
        Assert.Equal(code, Code(path));
    }

    [Fact]
    public void Open_absent_file_names_it() => Assert.Equal("QG0207", Code(folder.Combine("absent.safetensors")));

    [Fact]
    public void View_after_dispose_is_refused()
    {
        SafetensorsReader reader = SafetensorsReader.Open(Write("""{"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}""", 1));
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader["x"]);
    }

    /// <summary>A sparse file above 2 GB: the last element lies where 32-bit offsets would wrap.</summary>
    [Fact]
    public void Open_file_above_2_gigabytes_reads_its_last_byte()
    {
        const long Elements = (1L << 31) + 11;
        string path = folder.Combine("large.safetensors");
        byte[] header = Header($$$"""{"x":{"dtype":"U8","shape":[{{{Elements}}}],"data_offsets":[0,{{{Elements}}}]}}""");
        using (var file = new FileStream(path, FileMode.Create))
        {
            file.Write(header);
            file.SetLength(header.Length + Elements);
            file.Position = header.Length + Elements - 1;
            file.WriteByte(0xA5);
        }

        using SafetensorsReader reader = SafetensorsReader.Open(path);
        unsafe
        {
            Assert.Equal(0xA5, reader["x"].Data[Elements - 1]);
        }
    }

    private static string Code(Func<object> open) => Assert.Single(Assert.Throws<DiagnosticException>(() => open()).Diagnostics).Code;

    private static string Code(string path) => Code(() => SafetensorsReader.Open(path));

    private string Write(string header, int dataBytes) => Write(Encoding.UTF8.GetBytes(header), dataBytes);

    private string Write(byte[] header, int dataBytes)
    {
        string path = folder.Combine("test.safetensors");
        File.WriteAllBytes(path, [.. Prefix(header.Length), .. header, .. new byte[dataBytes]]);
        return path;
    }

    private static byte[] Header(string json) => [.. Prefix(Encoding.UTF8.GetByteCount(json)), .. Encoding.UTF8.GetBytes(json)];

    private static byte[] Prefix(long length)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, length);
        return prefix;
    }
}
