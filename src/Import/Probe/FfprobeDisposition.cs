namespace SoundTime.Import;

/// <summary>What a stream is for: 1 where it is an attached picture.</summary>
internal sealed record FfprobeDisposition(int AttachedPic);
