namespace SoundTime.Silo.Options.Kinds;

/// <summary>A size that may be nothing at all.</summary>
internal sealed class ByteBudgetKind : OptionKind<long>
{
    public override string Placeholder => "size";

    public override string Accepts => "bytes, or a whole number with KB, MB, GB or TB (powers of 1024), 0 for none";

    protected override long Parse(string text, OptionContext context) => ByteSize.TryParse(text, out var bytes) ? bytes : throw new FormatException("is no size");

    protected override string Format(long value) => ByteSize.Format(value);
}
