namespace SoundTime.Import.Tests.Probe;

public sealed class TagTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(" \t\0 ", null)]
    [InlineData("  a\tb\0c\u0007 ", "a bc")]
    [InlineData("a\r\nb", "a b")]
    [InlineData("äöü 🎵", "äöü 🎵")]
    public void Text_is_trimmed_and_free_of_control_characters(string? text, string? expected) =>
        Assert.Equal(expected, TagText.Clean(text, 255));

    [Fact]
    public void Text_is_cut_by_characters_and_never_within_one() =>
        Assert.Equal("ab🎵", TagText.Clean("ab🎵🎵", 3));

    [Theory]
    [InlineData("rock/pop", "Rock")]
    [InlineData(" HIP  hop; x", "Hip Hop")]
    [InlineData("drum & bass", "Drum & Bass")]
    [InlineData("electronic|a", "Electronic")]
    [InlineData("/", null)]
    [InlineData(null, null)]
    public void The_first_genre_is_taken_in_title_case(string? text, string? expected) =>
        Assert.Equal(expected, TagText.CleanGenre(text, 128));

    [Theory]
    [InlineData("03 - Song.mp3", "Song")]
    [InlineData("03. Song.mp3", "Song")]
    [InlineData("03_Song.mp3", "Song")]
    [InlineData("99 Luftballons.mp3", "99 Luftballons")]
    [InlineData("1999.mp3", "1999")]
    [InlineData("03 - .mp3", "03 -")]
    [InlineData(".mp3", "Unknown")]
    public void A_file_name_becomes_a_title_without_its_track_number(string name, string expected) =>
        Assert.Equal(expected, TagText.TitleFromFileName(name, 255));
}
