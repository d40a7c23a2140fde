using FsCheck;
using FsCheck.Fluent;
using SoundTime.Storage.Search;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Search;

/// <content>The stores answer as somebody does who reads everything.</content>
public abstract partial class SearchConformance
{
    private static readonly string[] Vocabulary = ["love", "lovely", "lover", "lo", "l", "Löve", "river", "rivière", "東京", "don't", "x", "x1", "s", "straße", "NOT", "*"];

    [Fact]
    public async Task Awkward_names_are_found_as_plain_ones_are_and_awkward_questions_find_what_is_there()
    {
        var names = AwkwardNames.Names;
        for (var i = 0; i < names.Length; i++)
        {
            await AnnounceAsync(1, Announcement(i, names[i], names[(i + 1) % names.Length], names[(i + 2) % names.Length]));
            await ImportAsync(1_000 + i, names[(i + 3) % names.Length], names[i], null);
        }

        Assert.InRange((await NaiveSearch.ReadAllAsync(Stores.Catalogue, Cancel)).Count, names.Length, 2 * names.Length);
        foreach (var text in AwkwardNames.Questions)
        {
            await AssertAnswersAsReferenceAsync(text);
        }
    }

    [Fact]
    public void Whatever_came_changed_and_went_what_is_there_is_found() => Prop
        .ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => ChangeAndAskAsync(new System.Random(seed)).GetAwaiter().GetResult())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    /// <summary>Changes the catalogue of this test some more, and asks it.</summary>
    private async Task ChangeAndAskAsync(System.Random random)
    {
        string Text(int most) => string.Join(' ', Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
        for (var change = 0; change < 8; change++)
        {
            var hash = random.Next(30);
            switch (random.Next(4))
            {
                case 0:
                    await ImportAsync(hash, Text(3), Text(2), random.Next(3) == 0 ? null : Text(2));
                    break;
                case 1:
                    await AnnounceAsync(random.Next(2), [.. Enumerable.Range(hash, 4).Select(number => Announcement(number, Text(3), Text(2), Text(2)))]);
                    break;
                case 2:
                    await Stores.Catalogue.RemoveLocalFileAsync(PathOf(hash), Cancel);
                    break;
                default:
                    await Stores.Catalogue.RemoveCopyAsync(Sample.Node(random.Next(2)), Sample.Hash(hash), Cancel);
                    break;
            }
        }

        for (var question = 0; question < 10; question++)
        {
            var text = Text(3);
            await AssertAnswersAsReferenceAsync(text[..random.Next(1, text.Length + 1)]);
        }
    }

    private async Task AssertAnswersAsReferenceAsync(string text)
    {
        var question = SearchQuestion.Parse(text);
        var all = await NaiveSearch.ReadAllAsync(Stores.Catalogue, Cancel);
        foreach (var scope in Enum.GetValues<SearchScope>())
        {
            var expected = NaiveSearch.Tracks(all, question, scope);
            Assert.InRange(expected.Count, 0, ISearchIndex.MaxRanked - 1);
            Assert.Equal(expected, (await Stores.Search.FindTracksAsync(question, scope, 0, ISearchIndex.MaxRanked, Cancel)).Select(NaiveSearch.Describe));
        }

        // In the suite, the artist of an album is that of its tracks.
        var albums = NaiveSearch.Albums(all.Where(track => track.Tags.AlbumTitle is not null).Select(track => (track.Tags.AlbumTitle!, track.Tags.ArtistName)), question);
        var artists = NaiveSearch.Artists(all.Select(track => track.Tags.ArtistName), question);
        var foundAlbums = await Stores.Search.FindAlbumsAsync(question, 0, ISearchIndex.MaxRanked, Cancel);
        var foundArtists = await Stores.Search.FindArtistsAsync(question, 0, ISearchIndex.MaxRanked, Cancel);
        Assert.Equal(albums.Order(StringComparer.Ordinal), foundAlbums.Select(match => $"{match.Found.Title}|{match.Found.ArtistName} {match.Relevance}").Order(StringComparer.Ordinal));
        Assert.Equal(artists.Order(StringComparer.Ordinal), foundArtists.Select(match => $"{match.Found.Name} {match.Relevance}").Order(StringComparer.Ordinal));
        Assert.Equal(
            foundAlbums.OrderByDescending(match => match.Relevance).ThenBy(match => match.Found.Title, StringComparer.Ordinal).ThenBy(match => match.Found.ArtistName, StringComparer.Ordinal),
            foundAlbums);
        Assert.Equal(foundArtists.OrderByDescending(match => match.Relevance).ThenBy(match => match.Found.Name, StringComparer.Ordinal), foundArtists);
    }
}
