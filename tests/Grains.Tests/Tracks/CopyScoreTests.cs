using SoundTime.Grains.Tests.Support;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Grains.Tests.Tracks;

public sealed class CopyScoreTests
{
    /// <summary>Each line is better than the next: whether the peer is online, format, bitrate, sample rate.</summary>
    public static TheoryData<(bool IsOnline, string Format, int? Bitrate, int? SampleRate), (bool IsOnline, string Format, int? Bitrate, int? SampleRate)> Order =>
    [
        ((true, "mp3", 0, 0), (false, "flac", 1_411, 192_000)),
        ((false, "flac", 0, 0), (false, "wav", 1_411, 192_000)),
        ((true, "flac", 0, 0), (true, "aiff", 1_411, 192_000)),
        ((true, "wav", 0, 0), (true, "opus", 1_411, 192_000)),
        ((true, "aiff", 0, 0), (true, "opus", 1_411, 192_000)),
        ((true, "opus", 0, 0), (true, "ogg", 1_411, 192_000)),
        ((true, "ogg", 0, 0), (true, "aac", 1_411, 192_000)),
        ((true, "aac", 0, 0), (true, "mp3", 1_411, 192_000)),
        ((true, "mp3", 0, 0), (true, "midi", 1_411, 192_000)),
        ((true, "mp3", 0, 0), (true, "", 1_411, 192_000)),
        ((true, "mp3", 320, 0), (true, "mp3", 319, 192_000)),
        ((true, "mp3", 320_000, 0), (true, "mp3", 319, 192_000)),
        ((true, "mp3", 320, 0), (true, "mp3", 256_000, 192_000)),
        ((true, "mp3", 32_000, 0), (true, "mp3", 31, 192_000)),
        ((true, "mp3", 1, 0), (true, "mp3", null, 192_000)),
        ((true, "mp3", 1, 0), (true, "mp3", -128, 192_000)),
        ((true, "mp3", 1, 0), (true, "mp3", int.MinValue, 192_000)),
        ((true, "flac", 1_411, 96_000), (true, "flac", 1_411, 44_100)),
        ((true, "flac", 9_216, 96_000), (true, "flac", int.MaxValue, 44_100)),
        ((true, "flac", null, 8_000), (true, "flac", null, null)),
        ((true, "flac", null, 1), (true, "flac", null, -44_100)),
        ((true, "flac", null, 1), (true, "flac", null, int.MinValue)),
    ];

    /// <summary>Copies that are as good as each other.</summary>
    public static TheoryData<(string Format, int? Bitrate, int? SampleRate), (string Format, int? Bitrate, int? SampleRate)> Alike =>
    [
        (("wav", 100, 1), ("aiff", 100, 1)),
        (("wav", 100, 1), ("aif", 100, 1)),
        (("m4a", 100, 1), ("aac", 100, 1)),
        (("oga", 100, 1), ("ogg", 100, 1)),
        (("FLAC", 100, 1), ("flac", 100, 1)),
        ((".Mp3", 100, 1), ("mp3", 100, 1)),
        (("mp3", 320, 1), ("mp3", 320_000, 1)),
        (("flac", 1_411, 1), ("flac", 4_608, 1)),
        (("flac", 1_411, 1), ("flac", 1_411_200, 1)),
        (("wav", 1_411, 1), ("wav", 27_648, 1)),
        (("flac", 1_411, 192_000), ("flac", 1_411, 384_000)),
        (("flac", 1_411, 192_000), ("flac", 1_411, int.MaxValue)),
        (("mp3", null, null), ("mp3", 0, 0)),
        (("mp3", -1, -1), ("mp3", null, null)),
        (("OPUS", 1, 1), ("opus", 1, 1)),
        (("ogg/opus", 1, 1), ("opus", 1, 1)),
        (("audio/ogg; codecs=opus", 1, 1), ("opus", 1, 1)),
        (("song.opus", 1, 1), ("opus", 1, 1)),
        ((".opus", 1, 1), ("opus", 1, 1)),
    ];

    [Theory]
    [MemberData(nameof(Order))]
    public void The_better_copy_has_the_higher_score(
        (bool IsOnline, string Format, int? Bitrate, int? SampleRate) better, (bool IsOnline, string Format, int? Bitrate, int? SampleRate) worse) =>
        Assert.True(Score(better) > Score(worse));

    [Theory]
    [MemberData(nameof(Alike))]
    public void What_says_nothing_of_how_a_copy_sounds_changes_no_score(
        (string Format, int? Bitrate, int? SampleRate) one, (string Format, int? Bitrate, int? SampleRate) other) =>
        Assert.Equal(Score((true, one.Format, one.Bitrate, one.SampleRate)), Score((true, other.Format, other.Bitrate, other.SampleRate)));

    [Fact]
    public void Ogg_counts_as_Opus_where_the_same_bytes_are_known_to_be_Opus_and_nothing_else_does()
    {
        Assert.Equal(CopyScore.Of(NewCopy("opus", 96, 48_000), true), CopyScore.Of(NewCopy("ogg", 96, 48_000), true, isOpus: true));
        Assert.Equal(CopyScore.Of(NewCopy("mp3", 96, 48_000), true), CopyScore.Of(NewCopy("mp3", 96, 48_000), true, isOpus: true));
    }

    private static long Score((bool IsOnline, string Format, int? Bitrate, int? SampleRate) copy) =>
        CopyScore.Of(NewCopy(copy.Format, copy.Bitrate, copy.SampleRate), copy.IsOnline);

    private static Copy NewCopy(string format, int? bitrate, int? sampleRate) =>
        TestCopies.New(1, format) with { Bitrate = bitrate, SampleRate = sampleRate };
}
