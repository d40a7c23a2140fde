namespace SoundTime.Silo.Options.Kinds;

/// <summary>How many bytes a second are read; 0 for none.</summary>
internal sealed class ScrubRateKind : OptionKind<long>
{
    public override string Placeholder => "size";

    public override string Accepts => "bytes, or a whole number with KB, MB, GB or TB (powers of 1024), 0 for off";

    protected override long Parse(string text, OptionContext context) => ByteSize.TryParse(text, out var bytes) ? bytes : throw new FormatException("is no size");

    protected override string Format(long value) => ByteSize.Format(value);
}
