namespace SoundTime.Silo.Guardian;

/// <summary>What is verified.</summary>
/// <param name="Paths">Full paths of imported files, and of folders with all that is below them; empty for all files.</param>
/// <param name="Library">Whether imported files are.</param>
/// <param name="Blobs">Whether blobs are.</param>
internal sealed record VerifyScope(IReadOnlyList<string> Paths, bool Library, bool Blobs);
