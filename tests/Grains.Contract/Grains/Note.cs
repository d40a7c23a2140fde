namespace SoundTime.Grains.Contract.Grains;

/// <summary>A text that is kept.</summary>
public sealed class Note
{
    /// <summary>The text.</summary>
    public string Text { get; set; } = "empty";
}
