namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>What a member of a swarm does when its wait is over.</summary>
internal enum SwarmTurn
{
    /// <summary>Its time has not come.</summary>
    Wait,

    /// <summary>It asks who is there.</summary>
    Ask,

    /// <summary>It says where it is.</summary>
    Answer,
}
