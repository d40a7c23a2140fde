using System.Globalization;

namespace SoundTime.Wire.Tests.Text;

/// <summary>What Rust 1.95 (Unicode 17) makes of characters and texts, written by it into files.</summary>
internal static class RustFixture
{
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(RustFixture).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>A text of code points in hexadecimal digits.</summary>
    public static string TextOf(string codes) => string.Concat(codes.Split(' ').Select(code => char.ConvertFromUtf32(CodeOf(code))));

    public static int CodeOf(string code) => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
