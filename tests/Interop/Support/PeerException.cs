namespace SoundTime.Interop.Tests.Support;

/// <summary>The iroh peer could not do what was asked; the text is iroh's.</summary>
internal sealed class PeerException(string message) : Exception(message);
