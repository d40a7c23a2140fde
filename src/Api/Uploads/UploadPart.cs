namespace SoundTime.Api;

/// <summary>One part of an upload's form.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="FileName">Name of the file, without folders; null where the part is no file.</param>
/// <param name="Body">Its bytes, to be read before the next part is.</param>
internal sealed record UploadPart(string Name, string? FileName, Stream Body);
