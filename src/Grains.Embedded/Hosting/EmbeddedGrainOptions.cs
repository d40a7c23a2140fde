namespace SoundTime.Grains.Embedded;

/// <summary>How grains run.</summary>
public sealed class EmbeddedGrainOptions
{
    /// <summary>Whether arguments and results are copied as a cluster does, so that caller and grain share no object. Tests switch it on. Default: false.</summary>
    public bool CopyArguments { get; set; }

    /// <summary>How long an activation may be idle before it ends; more than zero. Default: 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a caller waits; more than zero. The called grain goes on. Default: 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
