using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>What some entries of a peer change in the catalogue.</summary>
internal sealed class PostgresAnnouncedPage
{
    /// <summary>Entries that make copies.</summary>
    public List<TrackFacts> NewCopies { get; } = [];

    /// <summary>Those of <see cref="NewCopies"/> whose track is not known.</summary>
    public List<TrackFacts> NewTracks { get; } = [];

    /// <summary>Entries whose copy is known with other facts.</summary>
    public List<TrackFacts> ChangedCopies { get; } = [];

    /// <summary>Entries that say something else of a track than is known, by track: what is edited if the peer may.</summary>
    public Dictionary<BlobHash, TrackFacts> Edits { get; } = [];

    /// <summary>Entries that are left out, with the reasons.</summary>
    public List<(BlobHash Hash, string Reason)> Surplus { get; } = [];

    /// <summary>Whether nothing is to be written.</summary>
    public bool IsKnown => NewCopies.Count == 0 && ChangedCopies.Count == 0 && Edits.Count == 0;
}
