namespace SoundTime.Silo.Options.Kinds;

/// <summary>A folder, which need not be there yet.</summary>
internal sealed class FolderKind : PathKind
{
    public override string Placeholder => "folder";

    public override string Accepts => "the path of a folder";
}
