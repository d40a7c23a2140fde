namespace SoundTime.Bench;

/// <summary>Questions of one kind: drawn from the words of tracks, so that frequent words are asked for often. The same at every run.</summary>
/// <param name="Words">Words of each.</param>
/// <param name="BegunLetters">To how many letters the last word is cut, as while somebody types; 0: it is whole.</param>
internal sealed record AskedQuestions(int Words, int BegunLetters)
{
    /// <summary>All kinds that are asked.</summary>
    public static readonly IReadOnlyList<AskedQuestions> Kinds =
        [.. from words in (int[])[1, 2, 3] from letters in (int[])[0, 1, 2, 3, 5] select new AskedQuestions(words, letters)];

    /// <summary>What it is, for people.</summary>
    public string Describe() => BegunLetters == 0 ? "whole" : $"{BegunLetters} letters";

    /// <summary>Some questions, each the words of one track.</summary>
    public IEnumerable<string> Draw(SearchMusic music, int count, int tracks, int first)
    {
        var random = new Random(HashCode(count));
        while (count > 0)
        {
            var words = music.WordsOf(first + random.Next(tracks));
            random.Shuffle(words);
            if (words.Length >= Words && words[Words - 1].Length >= Math.Max(BegunLetters, 1))
            {
                count--;
                yield return string.Join(' ', words[..(Words - 1)].Append(BegunLetters == 0 ? words[Words - 1] : words[Words - 1][..BegunLetters]));
            }
        }
    }

    private int HashCode(int count) => (Words * 100) + (BegunLetters * 10) + count;
}
