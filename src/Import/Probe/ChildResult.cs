namespace SoundTime.Import;

/// <summary>How a child process ended.</summary>
internal sealed record ChildResult<T>(int ExitCode, T Output, string ErrorText);
