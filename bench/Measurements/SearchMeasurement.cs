using System.Diagnostics;
using SoundTime.Storage;
using SoundTime.Storage.Search;

namespace SoundTime.Bench;

/// <summary>How fast the catalogue is searched, on both stores, beside each database's search as it is usually written.</summary>
internal sealed class SearchMeasurement : IMeasurement
{
    private const int QuestionsOfAKind = 250;

    /// <summary>The references take long.</summary>
    private const int ReferenceQuestionsOfAKind = 25;

    /// <summary>The first of so many are not counted: the runtime compiles, and statements are prepared.</summary>
    private const int PartForWarmUp = 5;

    private const int Limit = 20;

    /// <summary>What PostgreSQL takes where nobody sets it.</summary>
    private const string PostgresMemory = "128MB";

    public string Name => "search";

    public string Title => "Questions to a large catalogue";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var music = new SearchMusic(context.Tracks);
        var rows = new List<object?[]>();
        await using (var sqlite = new SqliteIngestDatabase(context.Folder))
        {
            var path = await sqlite.CreateAsync(cancellationToken);
            await using var reference = new SqliteSearchReference(path);
            rows.AddRange(await MeasureAsync(sqlite, path, () => ValueTask.FromResult<ISearchTables>(new SqliteSearchTables(path)), reference, music, cancellationToken));
        }

        await using (var postgres = await PostgresIngestDatabase.StartAsync(cancellationToken, PostgresMemory))
        {
            var url = await postgres.CreateAsync(cancellationToken);
            await using var reference = new PostgresSearchReference(await PostgresIngestDatabase.OpenAsync(url, cancellationToken));
            rows.AddRange(await MeasureAsync(
                postgres, url, async () => new PostgresSearchTables(await PostgresIngestDatabase.OpenAsync(url, cancellationToken)), reference, music, cancellationToken));
        }

        return new Section(
            Name,
            $"Questions to a catalogue of {music.Tracks:N0} tracks",
            $"Words are drawn from tracks of the catalogue, so that frequent words, which are in up to 10 % of all tracks, are asked for often. Last word: whole, or cut to its first letters. "
            + $"Ours: ISearchIndex.FindTracksAsync, the first {Limit}, {QuestionsOfAKind} questions of each kind one after the other, of which the first fifth is not counted; own: among the {SearchMusic.OwnTracks} tracks of ours alone. "
            + $"The reference ranks all matches in the database and reads the first {Limit}: {ReferenceQuestionsOfAKind} questions of each kind.",
            "99 % within 20 ms",
            [
                new("store", "Store"), new("what", "What"), new("words", "Words", "N0"), new("last", "Last word"), new("median", "Median ms", "F2"), new("p99", "99 % within ms", "F2"),
                new("longest", "Longest ms", "F2"), new("found", "Mean found", "F1"),
            ],
            rows);
    }

    private static async Task<List<object?[]>> MeasureAsync(
        IIngestDatabase database, string address, Func<ValueTask<ISearchTables>> openTables, ISearchReference reference, SearchMusic music, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        await using (var stores = await IngestStores.OpenAsync(database.Store, address, cancellationToken))
        {
            await using (var tables = await openTables())
            {
                await SearchLoad.RunAsync(stores, tables, music, database.Name, cancellationToken);
            }

            foreach (var kind in AskedQuestions.Kinds)
            {
                rows.Add(await MeasureAsync(database.Name, "ours", kind, kind.Draw(music, QuestionsOfAKind, music.Tracks, 0), question => AskAsync(stores, question, SearchScope.All, cancellationToken)));
            }

            foreach (var kind in AskedQuestions.Kinds.Where(kind => kind.BegunLetters is 0 or 2))
            {
                rows.Add(await MeasureAsync(
                    database.Name, "own", kind, kind.Draw(music, QuestionsOfAKind, SearchMusic.OwnTracks, music.Tracks), question => AskAsync(stores, question, SearchScope.Local, cancellationToken)));
            }
        }

        await reference.BuildAsync(cancellationToken);
        foreach (var kind in AskedQuestions.Kinds.Where(kind => kind.BegunLetters is 0 or 2))
        {
            rows.Add(await MeasureAsync(
                database.Name, reference.Name, kind, kind.Draw(music, ReferenceQuestionsOfAKind, music.Tracks, 0), async question =>
                {
                    await reference.AskAsync(question, cancellationToken);
                    return null;
                }));
        }

        return rows;
    }

    private static async Task<int?> AskAsync(IStores stores, string question, SearchScope scope, CancellationToken cancellationToken)
    {
        var found = await stores.Search.FindTracksAsync(SearchQuestion.Parse(question), scope, 0, Limit, cancellationToken);
        return found.Count > 0 ? found.Count : throw new BenchException($"\"{question}\" found nothing, although it is made of a track's words.");
    }

    private static async Task<object?[]> MeasureAsync(string store, string what, AskedQuestions kind, IEnumerable<string> questions, Func<string, Task<int?>> ask)
    {
        var all = questions.ToList();
        var warmUp = all.Count / PartForWarmUp;
        foreach (var question in all.Take(warmUp))
        {
            await ask(question);
        }

        var (times, found) = (new List<double>(), 0);
        foreach (var question in all.Skip(warmUp))
        {
            var started = Stopwatch.GetTimestamp();
            found += await ask(question) ?? 0;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var (median, most) = (Samples.Median(times), Samples.Percentile(times, 0.99));
        await Console.Error.WriteLineAsync($"  {store}: {what}, {kind.Words} words, the last {kind.Describe()}: median {median:F2} ms, 99 % within {most:F2} ms");
        return [store, what, kind.Words, kind.Describe(), median, most, times.Max(), found == 0 ? null : (double)found / times.Count];
    }
}
