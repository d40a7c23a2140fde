using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SoundTime.Silo.Peers;
using SoundTime.Testing;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class OwnFilterTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly ListedTracks _tracks = new();
    private readonly ErrorLog _log = new();
    private readonly OwnFilter _filter;

    public OwnFilterTests() => _filter = new OwnFilter(_tracks.Catalogue, _time, _log);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _filter.StopAsync(CancellationToken.None);
        _filter.Dispose();
    }

    [Fact]
    public async Task It_holds_tokens_words_and_beginnings_of_titles_artists_and_albums()
    {
        _tracks.Add("Hey, Jude", "Björk", "L'Été (Live)");
        await StartAsync();
        Assert.All(["hey,", "jude", "björk", "l'été", "(live)", "hey", "jud", "bjork", "bjor", "lete", "ete", "live", "liv"], term => Assert.True(Holds(term), term));
        Assert.All(["he", "ju", "bj", "artist", "queen", "hey jude"], term => Assert.False(Holds(term), term));
        var data = Data();
        Assert.Equal((119_814, 958_512UL, 7U), (data.Bitmap.Length, data.BitmapBits, data.NumHashes));
    }

    [Fact]
    public async Task There_is_none_until_all_tracks_are_in_it()
    {
        _tracks.Gate = new TaskCompletionSource();
        _tracks.Add("Queen");
        await _filter.StartAsync(Cancellation);
        Assert.Equal(0, _filter.Version);
        Assert.Null(_filter.Encode());
        _tracks.Gate.SetResult();
        await IdleAsync();
        Assert.Equal(1, _filter.Version);
        Assert.True(Holds("queen"));
    }

    [Fact]
    public async Task A_new_track_is_in_it_at_once()
    {
        await StartAsync();
        _tracks.Add("Queen");
        _filter.NoteChange();
        await Waiting.UntilAsync(() => _filter.Version == 2, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Holds("queen"));
    }

    [Fact]
    public async Task A_new_track_that_nobody_told_of_is_in_it_within_ten_seconds()
    {
        await StartAsync();
        _tracks.Add("Queen");
        _time.Advance(OwnFilter.PollInterval);
        await IdleAsync();
        Assert.True(Holds("queen"));
    }

    [Fact]
    public async Task A_change_of_words_that_are_in_it_already_makes_no_other_filter()
    {
        _tracks.Add("Queen");
        await StartAsync();
        _tracks.Add("Queen");
        _time.Advance(OwnFilter.PollInterval);
        await IdleAsync();
        Assert.Equal(1, _filter.Version);
    }

    [Fact]
    public async Task Tracks_that_cannot_be_served_are_not_in_it()
    {
        _tracks.Add("Queen", size: 0);
        await StartAsync();
        Assert.False(Holds("queen"));
    }

    [Fact]
    public async Task All_pages_of_a_catalogue_are_in_it_though_the_last_changes_are_of_tracks_that_are_gone()
    {
        for (var number = 0; number < 1_201; number++)
        {
            _tracks.Add($"song{number}");
        }

        _tracks.Remove(_tracks.Add("gone"));
        await StartAsync();
        var data = Data();
        Assert.All(Enumerable.Range(0, 1_201), number => Assert.True(Holds(data, $"song{number}")));
        Assert.False(Holds("gone"));
        Assert.Equal(3, _tracks.Pages);
        _time.Advance(OwnFilter.PollInterval);
        await IdleAsync();
        Assert.Equal(3, _tracks.Pages);
    }

    [Fact]
    public async Task A_removal_has_it_made_anew_under_other_keys_while_the_one_before_serves()
    {
        var queen = _tracks.Add("Queen");
        _tracks.Add("Abba");
        await StartAsync();
        var before = Data();
        _tracks.Remove(queen);
        _time.Advance(OwnFilter.RemovalPause - TimeSpan.FromSeconds(1));
        await IdleAsync();
        Assert.Equal(1, _filter.Version);
        _tracks.Gate = new TaskCompletionSource();
        _time.Advance(OwnFilter.PollInterval);
        Assert.True(Holds("queen"));
        _tracks.Add("Elvis");
        _tracks.Gate.SetResult();
        await Waiting.UntilAsync(() => _filter.Version > 1, Cancellation);
        await IdleAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((false, true, true), (Holds("queen"), Holds("abba"), Holds("elvis")));
        Assert.NotEqual(before.FirstKey, Data().FirstKey);
    }

    [Fact]
    public async Task Removals_one_after_another_have_it_made_anew_once_a_minute()
    {
        for (var number = 0; number < 30; number++)
        {
            _tracks.Add($"song{number}");
        }

        await StartAsync();
        for (var number = 1; number <= 18; number++)
        {
            _tracks.Remove(number);
            _time.Advance(OwnFilter.PollInterval);
            await IdleAsync();
        }

        Assert.Equal(4, _filter.Version);
        Assert.Equal((false, true), (Holds("song17"), Holds("song18")));
    }

    [Fact]
    public async Task It_has_room_for_as_many_distinct_terms_as_there_are_and_is_made_anew_when_it_is_full()
    {
        await StartAsync();
        AddManyWords(30_000);
        _filter.NoteChange();
        await Waiting.UntilAsync(() => _filter.Version > 1, Cancellation);
        await IdleAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        var data = Data();
        var capacity = data.BitmapBits * Math.Pow(Math.Log(2), 2) / -Math.Log(0.01);
        Assert.InRange(capacity, 120_000, 220_000);
        Assert.All(Enumerable.Range(0, 30_000), number => Assert.True(Holds(data, WordOf(number))));
        Assert.True(Holds(data, WordOf(7)[..3]));
    }

    [Fact]
    public async Task It_has_room_for_a_large_catalogue_from_the_start()
    {
        AddManyWords(30_000);
        await StartAsync();
        Assert.Equal(1, _filter.Version);
        Assert.InRange(Data().BitmapBits, 1_200_000UL, 2_100_000UL);
        Assert.Equal(120, _tracks.Pages, 2.0);
    }

    [Fact]
    public async Task A_store_that_fails_leaves_it_as_it_is_and_is_tried_again()
    {
        _tracks.Add("Queen");
        await StartAsync();
        _tracks.IsFailing = true;
        _tracks.Add("Abba");
        for (var tries = 0; tries < 3; tries++)
        {
            _time.Advance(OwnFilter.PollInterval);
            await IdleAsync();
        }

        Assert.True(Holds("queen"));
        Assert.Single(_log.Errors);
        _tracks.IsFailing = false;
        _time.Advance(OwnFilter.PollInterval);
        await IdleAsync();
        Assert.True(Holds("abba"));
    }

    [Fact]
    public async Task The_message_of_a_version_is_made_once_and_one_made_a_second_ago_does()
    {
        await StartAsync();
        var first = _filter.Encode();
        Assert.Same(first, _filter.Encode());
        _tracks.Add("Queen");
        _filter.NoteChange();
        await Waiting.UntilAsync(() => _filter.Version == 2, Cancellation);
        Assert.Same(first, _filter.Encode());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _filter.Encode()!.Version);
    }

    private static string WordOf(int number) => string.Concat(Enumerable.Range(0, 6).Select(place => (char)('a' + (number / (int)Math.Pow(8, place) % 8))));

    private static bool Holds(BloomFilterData data, string term) =>
        new BloomProbe(data.FirstKey, data.SecondKey, BloomTerms.Encode(term)).IsIn(data.Bitmap.Span, (int)data.NumHashes);

    /// <summary>Two words of their own in each title, of six letters.</summary>
    private void AddManyWords(int tracks)
    {
        for (var number = 0; number < tracks; number++)
        {
            _tracks.Add($"{WordOf(number)} {new string('z', 1 + (number % 3))}{number}");
        }
    }

    private async Task StartAsync()
    {
        await _filter.StartAsync(Cancellation);
        await IdleAsync();
    }

    /// <summary>Waits until it waits for changes.</summary>
    private Task IdleAsync() => Waiting.UntilAsync(() => _time.HasTimerIn(OwnFilter.PollInterval), Cancellation);

    private BloomFilterData Data() => ((BloomExchange)MessageParser.Parse(_filter.Encode()!.Frame.Span[Frame.HeaderBytes..])).Bloom;

    private bool Holds(string term) => Holds(Data(), term);

    private sealed class ErrorLog : ILogger<OwnFilter>
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
            {
                Errors.Enqueue(formatter(state, exception));
            }
        }
    }
}
