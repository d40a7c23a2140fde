namespace SoundTime.Api;

/// <summary>What came of importing a block list (protocol sheet, section 9.5).</summary>
/// <param name="Imported">Entries that are new.</param>
/// <param name="Skipped">Entries that are blank, repeated, or were there already.</param>
internal sealed record ImportedBlocksBody(int Imported, int Skipped);
