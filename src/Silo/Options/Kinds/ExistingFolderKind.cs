namespace SoundTime.Silo.Options.Kinds;

/// <summary>A folder that is there. A missing one is most likely misspelt or not mounted, and must not pass for an empty one.</summary>
internal sealed class ExistingFolderKind : PathKind
{
    public override string Placeholder => "folder";

    public override string Accepts => "the path of an existing folder";

    protected override string Parse(string text, OptionContext context)
    {
        var path = base.Parse(text, context);
        return Directory.Exists(path) ? path : throw new FormatException(File.Exists(path) ? "is a file" : "does not exist");
    }
}
