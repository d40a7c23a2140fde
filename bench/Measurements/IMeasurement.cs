namespace SoundTime.Bench;

/// <summary>One thing that is measured.</summary>
internal interface IMeasurement
{
    /// <summary>Its name for machines, and on the command line.</summary>
    string Name { get; }

    /// <summary>Its name for people.</summary>
    string Title { get; }

    /// <summary>Measures.</summary>
    /// <exception cref="BenchException">It could not be measured.</exception>
    Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken);
}
