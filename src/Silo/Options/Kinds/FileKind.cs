namespace SoundTime.Silo.Options.Kinds;

/// <summary>A file, which need not be there yet.</summary>
internal sealed class FileKind : PathKind
{
    public override string Placeholder => "file";

    public override string Accepts => "the path of a file";

    protected override string Parse(string text, OptionContext context)
    {
        var path = base.Parse(text, context);
        return Directory.Exists(path) ? throw new FormatException("is a folder") : path;
    }
}
