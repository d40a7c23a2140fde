namespace SoundTime.Silo.Options.Kinds;

/// <summary>A size of at least one byte.</summary>
internal sealed class ByteSizeKind : OptionKind<long>
{
    public override string Placeholder => "size";

    public override string Accepts => "bytes, or a whole number with KB, MB, GB or TB (powers of 1024), at least 1";

    protected override long Parse(string text, OptionContext context) =>
        ByteSize.TryParse(text, out var bytes) && bytes > 0 ? bytes : throw new FormatException("is no size");

    protected override string Format(long value) => ByteSize.Format(value);
}
