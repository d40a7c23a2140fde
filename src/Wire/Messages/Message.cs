namespace SoundTime.Wire.Messages;

/// <summary>One of the twelve messages (protocol sheet, section 2). What a peer says in it is a claim.</summary>
public abstract record Message
{
    private protected Message()
    {
    }
}
