namespace SoundTime.Grains.Contract.Grains;

/// <summary>A count that is kept.</summary>
public sealed class NoteCount
{
    /// <summary>The count.</summary>
    public int Count { get; set; }
}
