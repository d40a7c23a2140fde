using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Covers;
using SoundTime.Storage.GrainStates;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Search;
using SoundTime.Storage.Settings;

namespace SoundTime.Storage;

/// <summary>
/// Everything that one database of a node keeps. All of it throws <see cref="StorageException"/> where the database does not answer: what was
/// asked for is unknown then, never absent. Every change is on the disk before its task ends.
/// </summary>
public interface IStores : IAsyncDisposable
{
    /// <summary>Artists, albums, tracks and copies.</summary>
    ICatalogue Catalogue { get; }

    /// <summary>Covers that peers named.</summary>
    ICoverStore Covers { get; }

    /// <summary>The other nodes.</summary>
    IPeerStore Peers { get; }

    /// <summary>Who is blocked.</summary>
    IBlockList Blocks { get; }

    /// <summary>What grains keep.</summary>
    IGrainStateStore GrainStates { get; }

    /// <summary>When grains are to be called again.</summary>
    IReminderStore Reminders { get; }

    /// <summary>Settings of the instance.</summary>
    ISettingStore Settings { get; }

    /// <summary>What finds tracks, albums and artists by words.</summary>
    ISearchIndex Search { get; }

    /// <summary>What was found wrong with the files that this node holds.</summary>
    IIntegrityStore Integrity { get; }

    /// <summary>How tracks that only peers hold have done.</summary>
    ITrackHealthStore Health { get; }
}
