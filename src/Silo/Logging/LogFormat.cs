namespace SoundTime.Silo.Logging;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>One line of text for each event.</summary>
    Text,

    /// <summary>One JSON object for each event.</summary>
    Json,
}
