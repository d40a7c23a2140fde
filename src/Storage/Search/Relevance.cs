using SoundTime.Wire.Text;

namespace SoundTime.Storage.Search;

/// <summary>How well a track matches a question: the same number whichever store or node found it.</summary>
public static class Relevance
{
    private const float TitleWeight = 1.0f;
    private const float ArtistWeight = 0.6f;
    private const float AlbumWeight = 0.3f;

    /// <summary>What a word counts that is only begun.</summary>
    private const float BegunWeight = 0.8f;

    /// <summary>From 0, where a word is missing, to 1, where all stand whole in the title: the mean over the words of the best place of each.</summary>
    public static float Of(SearchQuestion question, string title, string? artist, string? album)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.IsEmpty)
        {
            return 0;
        }

        var inTitle = TextWords.Of(title);
        var inArtist = TextWords.Of(artist ?? "");
        var inAlbum = TextWords.Of(album ?? "");
        var sum = 0f;
        for (var i = 0; i < question.Words.Length; i++)
        {
            var word = question.Words[i];
            var mayBeBegun = i == question.Words.Length - 1;
            var best = Math.Max(
                TitleWeight * In(inTitle, word, mayBeBegun),
                Math.Max(ArtistWeight * In(inArtist, word, mayBeBegun), AlbumWeight * In(inAlbum, word, mayBeBegun)));
            if (best == 0)
            {
                return 0;
            }

            sum += best;
        }

        return sum / question.Words.Length;
    }

    private static float In(IReadOnlyList<string> words, string word, bool mayBeBegun) =>
        words.Contains(word) ? 1 : mayBeBegun && words.Any(other => other.StartsWith(word, StringComparison.Ordinal)) ? BegunWeight : 0;
}
