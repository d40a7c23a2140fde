namespace SoundTime.Import;

/// <summary>What <c>ffprobe -show_format -show_streams</c> prints, as far as we read it.</summary>
internal sealed record FfprobeOutput(FfprobeFormat? Format, IReadOnlyList<FfprobeStream>? Streams);
