using System.Globalization;
using SoundTime.Import;
using SoundTime.Storage.Blobs;

namespace SoundTime.Silo.Guardian;

/// <summary>What an admin does about a file that is not right.</summary>
internal static class FindingAdvice
{
    /// <summary>In a sentence or two.</summary>
    /// <param name="file">The file.</param>
    /// <param name="holders">How many other nodes say to hold the same bytes.</param>
    /// <param name="nodeRuns">Whether a node that talks to others runs on this data.</param>
    public static string Of(CheckedFile file, int holders, bool nodeRuns) => file switch
    {
        { Verdict: CheckVerdict.Rotten, File: not null } =>
            $"Its bytes are not those of its import, and it is not served any more. Restore it from a backup and verify it again; if a program changed it and kept its time, touch it. {Holders(holders)}",
        { Verdict: CheckVerdict.Rotten, Place: BlobPlace.Kept } =>
            "Its bytes were wrong, and it was set aside. A picture comes back when its music is imported anew: touch one of the files.",
        { Verdict: CheckVerdict.Rotten } => $"Its bytes were wrong, and it was set aside. {Fetching(holders, nodeRuns)}",
        { Verdict: CheckVerdict.Missing } => $"It is gone. Restore it from a backup; if it is gone for good, the next scan of its folder forgets it. {Holders(holders)}",
        { Verdict: CheckVerdict.Unreadable } => $"{file.Error ?? "It is there, and is no file that can be opened."} Check the disk, and the rights of this user.",
        { Verdict: CheckVerdict.Stray } => "It lies among the blobs and is none. Move it away if it is yours, or delete it.",
        _ => throw new ArgumentOutOfRangeException(nameof(file), file.Verdict, null),
    };

    private static string Holders(int count) => count switch
    {
        0 => "No other node is known to hold the same bytes.",
        1 => "1 other node says to hold the same bytes, and can give them back.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} other nodes say to hold the same bytes, and can give them back."),
    };

    private static string Fetching(int holders, bool nodeRuns) =>
        holders == 0 ? "No other node offers it any more."
        : nodeRuns ? "The running node fetches it again as soon as one of those that have it is online."
        : "The node fetches it again once it runs, as soon as one of those that have it is online.";
}
