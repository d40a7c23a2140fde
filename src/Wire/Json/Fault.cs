namespace SoundTime.Wire.Json;

/// <summary>What is wrong with a value: said without an exception, because a catalogue may be full of it.</summary>
internal readonly record struct Fault(WireError Error, string Text)
{
    public WireException ToException() => new(Error, Text);
}
