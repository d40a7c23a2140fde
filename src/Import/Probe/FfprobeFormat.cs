namespace SoundTime.Import;

/// <summary>The container. Numbers come as text and may be missing or <c>N/A</c>.</summary>
internal sealed record FfprobeFormat(string? FormatName, string? Duration, string? BitRate, IReadOnlyDictionary<string, string>? Tags);
