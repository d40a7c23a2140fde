using SoundTime.Storage.Catalogue;

namespace SoundTime.Grains.Tracks;

/// <summary>
/// How good a copy is, as one number: what comes first in the order of the seed document ("Duplicate Resolution") weighs more than everything after it together. Online, then format
/// (FLAC, WAV and AIFF, Opus, Ogg, AAC, MP3, others), then bitrate up to 1,411 kbps, then sample rate up to 192,000 Hz.
/// </summary>
public static class CopyScore
{
    /// <summary>Highest bitrate that counts, in kbps: that of a CD. More says nothing of how it sounds.</summary>
    public const int MaxBitrate = 1_411;

    /// <summary>Highest sample rate that counts, in Hz.</summary>
    public const int MaxSampleRate = 192_000;

    /// <summary>
    /// A bitrate from here on is taken for bits a second: peers mix the units up (weakness W38). The most that music has is less, 27,648 kbps of PCM with six channels; what is heard has more bits a
    /// second.
    /// </summary>
    public const int BitsPerSecondFrom = 32_000;

    private const long BitrateWeight = MaxSampleRate + 1;
    private const long FormatWeight = BitrateWeight * (MaxBitrate + 1);
    private const long OnlineWeight = FormatWeight * CopyFormat.Ranks;

    /// <summary>The score of a copy; higher is better.</summary>
    /// <param name="copy">The copy, as its peer describes it.</param>
    /// <param name="isOnline">Whether the peer answered when it was last asked.</param>
    /// <param name="isOpus">
    /// Whether another peer calls the same bytes Opus. Rust nodes call Opus in an Ogg container <c>ogg</c> (weakness W38), and a copy alone does not tell it from Vorbis.
    /// </param>
    public static long Of(Copy copy, bool isOnline, bool isOpus = false)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var bitrate = copy.Bitrate is { } said ? Math.Clamp(said >= BitsPerSecondFrom ? said / 1_000 : said, 0, MaxBitrate) : 0;
        var sampleRate = Math.Clamp(copy.SampleRate ?? 0, 0, MaxSampleRate);
        return (isOnline ? OnlineWeight : 0) + (CopyFormat.Rank(copy.Format, isOpus) * FormatWeight) + (bitrate * BitrateWeight) + sampleRate;
    }

    /// <summary>Whether a peer calls one of these copies of a track Opus, so that all of them are.</summary>
    public static bool AreOpus(IEnumerable<Copy> copies) => copies.Any(copy => CopyFormat.IsOpus(copy.Format));
}
