namespace SoundTime.Silo.Options.Kinds;

/// <summary>Several values, in a comma list, in repeated flags, or both; <c>off</c> for none at all, where there would be some by default.</summary>
/// <typeparam name="T">What each is read into.</typeparam>
internal abstract class ListKind<T> : OptionKind
    where T : notnull
{
    /// <summary>Stands for an empty list.</summary>
    protected const string Off = "off";

    /// <summary>Most values. Arbitrary: a handful is what anybody needs, and each is asked again and again.</summary>
    private const int MaxCount = 16;

    public sealed override bool IsRepeatable => true;

    public sealed override object Parse(IReadOnlyList<string> texts, OptionContext context)
    {
        string[] pieces = [.. texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(Counts)];
        if (pieces is [var only] && only.Equals(Off, StringComparison.OrdinalIgnoreCase))
        {
            return Array.Empty<T>();
        }

        return pieces.Length <= MaxCount ? Array.ConvertAll(pieces, ParseOne) : throw new FormatException($"names more than {MaxCount}");
    }

    public sealed override string Format(object value) => value is IReadOnlyList<T> { Count: > 0 } values ? string.Join(',', values.Select(FormatOne)) : Empty;

    /// <summary>How an empty list is written.</summary>
    protected virtual string Empty => Off;

    /// <summary>Whether a piece stands for a value at all.</summary>
    protected virtual bool Counts(string piece) => true;

    protected abstract T ParseOne(string text);

    protected virtual string FormatOne(T value) => value.ToString()!;
}
