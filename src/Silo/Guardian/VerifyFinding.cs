using SoundTime.Import;
using SoundTime.Storage.Blobs;

namespace SoundTime.Silo.Guardian;

/// <summary>A file that is not right.</summary>
/// <param name="Verdict">What it is instead.</param>
/// <param name="Subject">Its full path, or the hash of a blob in 64 hex digits.</param>
/// <param name="Hash">The hash that its bytes should have, in 64 hex digits; null for a stray file.</param>
/// <param name="Place">Where the blob lay; null for what is none.</param>
/// <param name="Holders">How many other nodes say to hold the same bytes.</param>
/// <param name="IsKept">Whether the finding could be kept, and the file marked; false where the database could not be written.</param>
/// <param name="Advice">What to do, for people.</param>
internal sealed record VerifyFinding(CheckVerdict Verdict, string Subject, string? Hash, BlobPlace? Place, int Holders, bool IsKept, string Advice);
