namespace SoundTime.Grains.Embedded;

/// <summary>What an activation does in one of its turns.</summary>
internal interface IWorkItem
{
    /// <summary>Runs in the turn. Does not throw.</summary>
    void Execute();
}
