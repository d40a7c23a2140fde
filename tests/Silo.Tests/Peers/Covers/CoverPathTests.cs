using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

public sealed class CoverPathTests
{
    private static readonly string[] Pieces =
        ["..", ".", "/", "\\", "\0", "\n", " ", "-", "_", "a", "Z", "9", "é", "日本", "🎵", "\uD800", "\u202E", "~", "CON", "cover.jpg", ":", "*", "٣", "½", "e\u0301"];

    private static Gen<string> HostileNames =>
        from pieces in Gen.ListOf(Gen.Elements(Pieces))
        from repeats in Gen.Elements(1, 1, 1, 3, 300)
        select string.Concat(Enumerable.Repeat(string.Concat(pieces), repeats));

    [Theory]
    [InlineData("Artist", "Album", "Artist/Album/cover.jpg")]
    [InlineData("Björk", "Début - 日本_2", "Björk/Début - 日本_2/cover.jpg")]
    [InlineData("½", "٣", "½/٣/cover.jpg")]
    public void Names_of_letters_digits_hyphens_underscores_and_spaces_stay_as_they_are(string artist, string title, string path) =>
        Assert.Equal(path, CoverPath.Of(Cover(artist, title)));

    [Theory]
    [InlineData("AC/DC", "AC_DC")]
    [InlineData("🎵music🎵", "_music_")]
    [InlineData("///", "___")]
    [InlineData("..", "__")]
    [InlineData(".", "_")]
    [InlineData("....", "____")]
    [InlineData("", "_")]
    [InlineData("   ", "_")]
    [InlineData(" a ", "a")]
    [InlineData("a\0b", "a_b")]
    public void Everything_else_becomes_an_underscore_and_the_albums_id_follows_its_title(string name, string sanitised)
    {
        var cover = Cover(name, name);

        Assert.Equal($"{sanitised}/{sanitised}.{cover.AlbumId:N}/cover.jpg", CoverPath.Of(cover));
    }

    [Fact]
    public void Albums_whose_names_come_out_the_same_have_different_paths()
    {
        var paths = new[] { Cover("A/B", "C"), Cover("A:B", "C"), Cover("A_B", "C"), Cover("A_B", "C "), Cover("A_B", new string('x', 300)), Cover("A_B", new string('x', 301)) }
            .Select(CoverPath.Of).ToList();

        Assert.Equal(paths.Count, paths.Distinct().Count());
    }

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var cover = Cover(string.Concat(Enumerable.Repeat("é", 200)), string.Concat(Enumerable.Repeat("日", 200)));

        var names = CoverPath.Of(cover).Split('/');

        Assert.Equal(new string('é', 127), names[0]);
        Assert.Equal($"{new string('日', 74)}.{cover.AlbumId:N}", names[1]);
    }

    [Fact]
    public void No_name_leads_out_of_the_folder_or_is_none_that_a_file_system_takes() =>
        Prop.ForAll(
            HostileNames.Two().ToArbitrary(),
            names =>
            {
                var cover = Cover(names.Item1, names.Item2);
                var path = CoverPath.Of(cover);
                var parts = path.Split('/');
                var whole = Path.GetFullPath(Path.Combine("/base/p2p-covers", path));
                return whole == $"/base/p2p-covers/{path}"
                    && parts.Length == 3
                    && parts[2] == "cover.jpg"
                    && parts.All(part => part.Trim().Length > 0 && part.Trim('.').Length > 0 && Encoding.UTF8.GetByteCount(part) <= CoverPath.MaxNameBytes)
                    && parts[..2].All(part => part.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || rune.Value is '-' or '_' or ' ' or '.'))
                    && CoverPath.Of(cover) == path
                    && CoverPath.Of(Cover(names.Item1 + "/", names.Item2)) != path;
            }).QuickCheckThrowOnFailure();

    private static WantedCover Cover(string artist, string title) => new(Guid.CreateVersion7(), default, artist, title, 0);
}
