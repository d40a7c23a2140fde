namespace SoundTime.Silo.Tests.Peers;

/// <summary>What a grain was told.</summary>
/// <param name="Grain">Its key.</param>
/// <param name="Name">Of what; the name of the method.</param>
/// <param name="Argument">With what; a text, a number, or the record that was passed.</param>
internal sealed record NotedCall(string Grain, string Name, object? Argument = null);
