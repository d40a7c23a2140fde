using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SoundTime.Iroh.Dns;

/// <summary>A domain name: labels of any bytes. Names that differ in the case of ASCII letters are equal (RFC 1035, section 2.3.3).</summary>
public sealed class DnsName : IEquatable<DnsName>
{
    /// <summary>Length and bytes of each label, and the 0 at the end.</summary>
    private readonly byte[] _encoded;

    internal DnsName(ReadOnlySpan<byte> encoded) => _encoded = encoded.ToArray();

    /// <summary>The name without labels.</summary>
    public static DnsName Root { get; } = new([0]);

    /// <summary>Whether there are no labels.</summary>
    public bool IsRoot => _encoded.Length == 1;

    /// <summary>The first label as text, bytes outside of ASCII shown as <c>?</c>; empty for the root.</summary>
    public string FirstLabel => Encoding.ASCII.GetString(_encoded.AsSpan(1, _encoded[0]));

    /// <summary>The name without its first label; the root's is the root.</summary>
    public DnsName Parent => IsRoot ? this : new DnsName(_encoded.AsSpan(1 + _encoded[0]));

    internal ReadOnlySpan<byte> Encoded => _encoded;

    /// <summary>Reads labels of printable ASCII with dots between them; a dot at the end changes nothing, and <c>.</c> is the root.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DnsName? name)
    {
        name = text == "." ? Root : null;
        if (name is not null || string.IsNullOrEmpty(text) || text.Length > DnsLimits.MaxName)
        {
            return name is not null;
        }

        var encoded = new List<byte>(text.Length + 2);
        foreach (var label in (text[^1] == '.' ? text[..^1] : text).Split('.'))
        {
            if (label.Length is 0 or > DnsLimits.MaxLabel || label.AsSpan().ContainsAnyExceptInRange('!', '~') || label.Contains('\\', StringComparison.Ordinal))
            {
                return false;
            }

            encoded.Add((byte)label.Length);
            encoded.AddRange(Encoding.ASCII.GetBytes(label));
        }

        encoded.Add(0);
        name = encoded.Count <= DnsLimits.MaxName ? new DnsName([.. encoded]) : null;
        return name is not null;
    }

    /// <summary>Reads what <see cref="TryParse"/> accepts.</summary>
    /// <exception cref="FormatException">The text is no name.</exception>
    public static DnsName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException("A domain name is labels of at most 63 characters with dots between them, at most 253 characters in all.");

    /// <inheritdoc/>
    public bool Equals(DnsName? other)
    {
        if (other is null || other._encoded.Length != _encoded.Length)
        {
            return false;
        }

        // A length is at most 63, below the letters, so that folding everything folds no length.
        for (var i = 0; i < _encoded.Length; i++)
        {
            if (Fold(_encoded[i]) != Fold(other._encoded[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DnsName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _encoded)
        {
            hash.Add(Fold(value));
        }

        return hash.ToHashCode();
    }

    /// <summary>The labels with dots between and behind them; dots and backslashes within labels are escaped, bytes outside of ASCII as three decimal digits.</summary>
    public override string ToString()
    {
        if (IsRoot)
        {
            return ".";
        }

        var text = new StringBuilder(_encoded.Length);
        for (var position = 0; _encoded[position] != 0; position += 1 + _encoded[position])
        {
            foreach (var value in _encoded.AsSpan(position + 1, _encoded[position]))
            {
                _ = value switch
                {
                    (byte)'.' or (byte)'\\' => text.Append('\\').Append((char)value),
                    > (byte)' ' and < 0x7f => text.Append((char)value),
                    _ => text.Append('\\').Append($"{value:000}"),
                };
            }

            text.Append('.');
        }

        return text.ToString();
    }

    private static byte Fold(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
