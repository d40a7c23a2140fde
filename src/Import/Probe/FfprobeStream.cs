namespace SoundTime.Import;

/// <summary>One stream of the container.</summary>
internal sealed record FfprobeStream(
    int Index, string? CodecType, string? CodecName, string? Duration, string? BitRate, string? SampleRate,
    FfprobeDisposition? Disposition, IReadOnlyDictionary<string, string>? Tags);
