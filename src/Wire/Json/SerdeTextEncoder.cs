using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace SoundTime.Wire.Json;

/// <summary>
/// Escapes what serde_json escapes and nothing else: quote, backslash and the control characters below U+0020. The framework's
/// own encoders also escape what could hurt in HTML, and every character beyond the basic plane.
/// </summary>
internal sealed class SerdeTextEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<char> EscapedCharacters = SearchValues.Create(Escaped());
    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Escaped()));

    private SerdeTextEncoder()
    {
    }

    public static SerdeTextEncoder Instance { get; } = new();

    /// <summary>The length of <c>\u001f</c>.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) =>
        new ReadOnlySpan<char>(text, textLength).IndexOfAny(EscapedCharacters);

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAny(EscapedBytes);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var destination = new Span<char>(buffer, bufferLength);
        var shortForm = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            _ => null,
        };
        return shortForm is null
            ? destination.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten)
            : destination.TryWrite($"{shortForm}", out numberOfCharactersWritten);
    }

    private static string Escaped() => string.Concat(Enumerable.Range(0, ' ').Select(control => (char)control)) + "\"\\";
}
