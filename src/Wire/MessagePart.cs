namespace SoundTime.Wire;

/// <summary>
/// What a <see cref="MessageReader"/> hands out: a <see cref="WholeMessage"/>, or for a catalogue any number of
/// <see cref="CatalogueEntry"/> and <see cref="RejectedEntry"/> and then one <see cref="CatalogueEnd"/>.
/// </summary>
public abstract record MessagePart
{
    private protected MessagePart()
    {
    }
}
