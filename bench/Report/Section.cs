namespace SoundTime.Bench;

/// <summary>What one measurement found.</summary>
/// <param name="Name">Its name for machines, and on the command line.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Asked">What exactly was asked of whom.</param>
/// <param name="Aim">What is to be reached.</param>
/// <param name="Columns">What each row holds.</param>
/// <param name="Rows">A text, a number or nothing for each column.</param>
internal sealed record Section(string Name, string Title, string Asked, string Aim, IReadOnlyList<Column> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Why there are no figures; nothing if there are.</summary>
    public string? Failure { get; init; }

    /// <summary>A section that stands for figures which could not be taken.</summary>
    public static Section Failed(IMeasurement measurement, string reason) => new(measurement.Name, measurement.Title, "", "", [], []) { Failure = reason };
}
