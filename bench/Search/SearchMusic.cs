using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Bench;

/// <summary>
/// The catalogue that is searched: the tracks of a peer, ten to an album, by at most 30,000 artists, and a few of our own. The words are spread as those of a language are
/// (Zipf): the most frequent ones are in 5 to 10 % of all tracks. The same at every run.
/// </summary>
internal sealed class SearchMusic
{
    /// <summary>Tracks of ours, numbered after those.</summary>
    public const int OwnTracks = 300;

    /// <summary>Tracks on a page that is announced.</summary>
    public const int PageSize = 500;

    /// <summary>Pages that are announced, the newest; the tracks before are there when the peer comes.</summary>
    public const int AnnouncedPages = 20;

    private const int TracksPerAlbum = 10;
    private const int Artists = 30_000;
    private const int Vocabulary = 60_000;

    /// <summary>Flattens the top of the distribution: without it, the first word would be in half of all tracks.</summary>
    private const int RankOffset = 10;

    private static readonly string[] Onsets = ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "st", "br", "gr", "tr", "sh", ""];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "é", "ou", "ai"];
    private static readonly string[] Codas = ["", "", "", "n", "r", "s", "t", "l"];

    private readonly string[] _words = MakeWords();
    private readonly double[] _cumulated = new double[Vocabulary];

    /// <summary>Makes the vocabulary.</summary>
    /// <param name="tracks">Tracks of the peer.</param>
    public SearchMusic(int tracks)
    {
        Tracks = tracks;
        var sum = 0.0;
        for (var rank = 0; rank < Vocabulary; rank++)
        {
            _cumulated[rank] = sum += 1.0 / (rank + RankOffset);
        }
    }

    /// <summary>The peer.</summary>
    public static NodeId Peer => new(SHA256.HashData("peer"u8));

    /// <summary>Tracks of the peer.</summary>
    public int Tracks { get; }

    /// <summary>Some tracks of the peer; <paramref name="first"/> from 0.</summary>
    public IReadOnlyList<TrackAnnouncement> Announcements(int first, int count) => [.. Enumerable.Range(first, count).Select(Announcement)];

    /// <summary>A track of ours; <paramref name="number"/> from 0.</summary>
    public TrackImport Own(int number)
    {
        var said = Announcement(Tracks + number);
        var tags = new TrackTags { Title = said.Title, ArtistName = said.ArtistName, AlbumTitle = said.AlbumTitle, DurationSecs = said.DurationSecs, Format = said.Format };
        return new TrackImport(new LocalFile($"/music/{number}.flac", new BlobHash(HashOf(Tracks + number)), said.FileSize, DateTimeOffset.UnixEpoch), tags, null);
    }

    /// <summary>The words of a track, as somebody may remember them: of its title, its artist and its album, each once.</summary>
    public string[] WordsOf(int number)
    {
        var track = Announcement(number);
        return [.. $"{track.Title} {track.ArtistName} {track.AlbumTitle}".Split(' ').Distinct()];
    }

    private TrackAnnouncement Announcement(int number)
    {
        var album = number / TracksPerAlbum;
        var ofAlbum = new Random(album);
        // Some artists have many albums.
        var artist = (int)(Artists * Math.Pow(ofAlbum.NextDouble(), 2));
        return new TrackAnnouncement
        {
            Hash = Convert.ToHexStringLower(HashOf(number)),
            Title = Name(new Random(number ^ 0x5EED), 5),
            ArtistName = Name(new Random(~artist), 3),
            AlbumTitle = Name(ofAlbum, 4),
            DurationSecs = 180,
            Format = "flac",
            FileSize = 30_000_000,
            OriginNode = Peer.ToString(),
        };
    }

    private string Name(Random random, int mostWords) => string.Join(' ', Enumerable.Range(0, random.Next(1, mostWords + 1)).Select(_ => Word(random)));

    private string Word(Random random)
    {
        var place = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
        return _words[Math.Min(place < 0 ? ~place : place, Vocabulary - 1)];
    }

    private static byte[] HashOf(int number) => SHA256.HashData(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private static string[] MakeWords()
    {
        var random = new Random(1);
        var words = new List<string>();
        var known = new HashSet<string>();
        while (words.Count < Vocabulary)
        {
            var syllables = random.Next(1, 5);
            var word = string.Concat(Enumerable.Range(0, syllables).Select(_ => Pick(random, Onsets) + Pick(random, Vowels) + Pick(random, Codas)));
            if (known.Add(word))
            {
                words.Add(word);
            }
        }

        return [.. words];
    }

    private static string Pick(Random random, string[] parts) => parts[random.Next(parts.Length)];
}
