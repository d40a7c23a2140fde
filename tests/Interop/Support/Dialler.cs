namespace SoundTime.Interop.Tests.Support;

/// <summary>Who opened a connection.</summary>
public enum Dialler
{
    /// <summary>Our endpoint.</summary>
    Us,

    /// <summary>The iroh peer.</summary>
    Iroh,
}
