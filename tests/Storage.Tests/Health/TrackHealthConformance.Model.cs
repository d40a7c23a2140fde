using SoundTime.Storage.Health;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Health;

public abstract partial class TrackHealthConformance
{
    private const int Steps = 300;
    private const int Tracks = 8;
    private const int Peers = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_what_is_stored_is_what_a_naive_model_has(int seed)
    {
        var (random, model) = (new Random(seed), new NaiveHealth());
        for (var step = 0; step < Steps; step++)
        {
            var (track, peer) = (random.Next(Tracks), random.Next(Peers));
            switch (random.Next(10))
            {
                case 0 or 1:
                    await AnnounceAsync(peer, track);
                    model.Copies.Add((peer, track));
                    break;
                case 2:
                    await Stores.Catalogue.RemoveCopyAsync(Sample.Node(peer), Sample.Hash(track), Cancel);
                    model.RemoveCopy(peer, track);
                    break;
                case 3:
                    await ImportAsync(track);
                    model.Files.Add(track);
                    break;
                case 4:
                    await Stores.Catalogue.RemoveLocalFileAsync($"/music/{track}", Cancel);
                    model.RemoveFile(track);
                    break;
                case 5:
                    Assert.Equal(model.AddStrike(peer, track), await StrikeAsync(peer, track));
                    break;
                case 6:
                    await Health.ClearStrikesAsync(Sample.Hash(track), Sample.Node(peer), Cancel);
                    model.Strikes.Remove((peer, track));
                    break;
                default:
                    await SaveSomeAsync(random, model);
                    break;
            }

            await AssertIsAsync(model, track);
        }

        await AssertIsAsync(model);
    }

    /// <summary>Some of it over what was not seen.</summary>
    private async Task SaveSomeAsync(Random random, NaiveHealth model)
    {
        var changes = new List<HealthChange>();
        var written = 0;
        foreach (var track in Enumerable.Range(0, Tracks).Where(_ => random.Next(3) == 0))
        {
            var (health, isCurrent) = (RandomHealth(random), random.Next(4) > 0);
            var seen = (await FindAsync(track)).Version;
            changes.Add(new HealthChange(Sample.Hash(track), health with { Version = isCurrent ? seen : seen + 1 }));
            written += isCurrent && model.Save(track, health) ? 1 : 0;
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(changes));
        Assert.Equal(written, await Health.SaveAsync(changes, Cancel));
    }

    private TrackHealth RandomHealth(Random random) => random.Next(4) == 0
        ? TrackHealth.Healthy with { CheckedAt = Time.GetUtcNow() }
        : new TrackHealth
        {
            State = (TrackHealthState)random.Next(4),
            Strikes = random.Next(4),
            IsTakenOut = random.Next(4) == 0,
            CheckedAt = random.Next(2) == 0 ? null : Time.GetUtcNow().AddSeconds(-random.Next(9)),
        };

    private async Task AssertIsAsync(NaiveHealth model, int track)
    {
        Assert.Equal(model.Find(track), await FindAsync(track) with { Version = 0 });
        Assert.Equal(
            model.Strikes.Where(strikes => strikes.Key.Track == track).Select(strikes => (strikes.Key.Peer, strikes.Value)).Order(),
            (await StrikesOfAsync(track)).Select(strikes => (Peer: Enumerable.Range(0, Peers).Single(peer => Sample.Node(peer) == strikes.Peer), strikes.Count)).Order());
    }

    private async Task AssertIsAsync(NaiveHealth model)
    {
        Assert.Equal(model.Remote.Order(), (await WalkAsync(3)).Select(track => NumberOf(track.Hash)).Order());
        Assert.Equal(model.Troubled.Order(), (await TroubledAsync()).Select(track => NumberOf(track.Hash)).Order());
        foreach (var state in AllStates)
        {
            Assert.Equal(model.Remote.Where(track => state is null || model.Find(track).State == state).Order(), (await ListAsync(state)).Order());
        }

        await AssertNumbersAsync();
    }
}
