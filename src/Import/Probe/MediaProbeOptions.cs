namespace SoundTime.Import;

/// <summary>Where ffprobe and ffmpeg are and how long they may take.</summary>
public sealed record MediaProbeOptions
{
    /// <summary>ffprobe: a path, or a name to be found in PATH.</summary>
    public string FfprobePath { get; init; } = "ffprobe";

    /// <summary>ffmpeg: a path, or a name to be found in PATH.</summary>
    public string FfmpegPath { get; init; } = "ffmpeg";

    /// <summary>How long one call may take before it is killed.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);
}
