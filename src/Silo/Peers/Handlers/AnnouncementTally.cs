namespace SoundTime.Silo.Peers;

/// <summary>What became of the entries of one message.</summary>
internal sealed class AnnouncementTally
{
    /// <summary>Reasons that are kept: enough to see what is wrong, and not a log of the peer's choosing.</summary>
    private const int MaxReasons = 3;

    private readonly List<string> _reasons = [];

    /// <summary>Copies that were not known before.</summary>
    public int Added { get; set; }

    /// <summary>Copies that were.</summary>
    public int Known { get; set; }

    /// <summary>Entries that were left out.</summary>
    public int Rejected { get; private set; }

    /// <summary>Why the first of them were left out.</summary>
    public string Reasons => string.Join("; ", _reasons);

    /// <summary>Counts an entry that was left out.</summary>
    public void Reject(int index, string reason)
    {
        if (Rejected++ < MaxReasons)
        {
            _reasons.Add($"entry {index}: {reason}");
        }
    }
}
