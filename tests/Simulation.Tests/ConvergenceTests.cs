using SoundTime.Iroh.Identity;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Simulation.Tests;

/// <summary>Three of our nodes and one that behaves as a Rust node, in virtual time, through many faults.</summary>
public sealed class ConvergenceTests : IAsyncLifetime
{
    private const int Rounds = 200;

    /// <summary>Pauses between tries grow with the time that a node was away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>A Rust node never says that it lost everything: it gets ours anew with its first contact after a day.</summary>
    private static readonly TimeSpan RustPatience = TimeSpan.FromHours(26);

    /// <summary>In memory: what is simulated is the network, and no power is lost here.</summary>
    private readonly string _folder = Path.Combine("/dev/shm", $"soundtime-simulation-{Guid.NewGuid():N}");
    private readonly VirtualWorld _world = new();
    private readonly List<SimulatedNode> _nodes = [];
    private readonly SecretKey _rustKey = SecretKey.Generate();
    private readonly List<TrackAnnouncement> _rustMusic = [];
    private RustNode? _rust;
    private DateTimeOffset? _rustLostAt;
    private int _titles;

    public async ValueTask InitializeAsync()
    {
        for (var number = 0; number < 3; number++)
        {
            // A chain: each knows the one before it; the rest is heard by the exchange of peers.
            var seed = _nodes.Count == 0 ? _rustKey.NodeId : _nodes[^1].Id;
            _nodes.Add(new SimulatedNode(_world, Path.Combine(_folder, $"node{number}"), [seed]));
        }

        for (var number = 0; number < 20; number++)
        {
            _rustMusic.Add(Announcement($"Rust {number}"));
        }

        foreach (var node in _nodes)
        {
            await node.StartAsync();
        }

        _rust = new RustNode(_world, _rustKey, _rustMusic, [_nodes[0].Id]);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.RunWhileAsync(async () =>
        {
            await _rust!.DisposeAsync();
            await Task.WhenAll(_nodes.Select(node => node.StopAsync()));
            return true;
        });
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public Task All_nodes_come_to_the_same_catalogue_through_200_rounds_of_cuts_restarts_and_losses() => DisturbAsync(seed: 1);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public Task All_nodes_come_to_the_same_catalogue_in_other_histories_too(int seed) => DisturbAsync(seed);

    private async Task DisturbAsync(int seed)
    {
        var random = new Random(seed);
        await ConvergeAsync($"The start of seed {seed}");
        for (var round = 0; round < Rounds; round++)
        {
            await _world.RunWhileAsync(() => DisturbOnceAsync(random));
            await _world.RunAsync(TimeSpan.FromSeconds(random.Next(1, 600)));
            _world.Mend();
            await ConvergeAsync($"Round {round} of seed {seed}");
        }
    }

    private async Task ConvergeAsync(string when)
    {
        string? fault = null;
        var isGood = await _world.RunUntilAsync(async () => (fault = await FindFaultAsync()) is null, Patience, TimeSpan.FromSeconds(15));
        Assert.True(isGood, $"{when}: {fault}");
    }

    private async Task<bool> DisturbOnceAsync(Random random)
    {
        var node = _nodes[random.Next(_nodes.Count)];
        switch (random.Next(7))
        {
            case 0:
                _world.Cut(node.Id);
                break;
            case 1:
                _world.Cut(_rust!.Endpoint.Id);
                break;
            case 2:
                await RestartAsync(node, isBlank: false);
                break;
            case 3:
                await RestartAsync(node, isBlank: true);
                break;
            case 4:
                await _rust!.DisposeAsync();
                var kept = _rust.Received.ToList();
                _rust = new RustNode(_world, _rustKey, _rustMusic, [_nodes[0].Id]);
                if (random.Next(10) == 0)
                {
                    _rustLostAt = _world.Time.GetUtcNow();
                }
                else
                {
                    kept.ForEach(track => _rust.Received.TryAdd(track.Key, track.Value));
                }

                break;
            case 5:
                for (var count = random.Next(1, 40); count > 0; count--)
                {
                    await node.PutAsync(NewHash(), Tags($"Track {_titles++}"));
                }

                break;
            default:
                if (node.Music.Count > 0)
                {
                    await node.PutAsync(node.Music.Keys.ElementAt(random.Next(node.Music.Count)), Tags($"Edited {_titles++}"));
                }

                break;
        }

        return true;
    }

    /// <summary>Cut off before it stops, so that nobody hears of it.</summary>
    private async Task RestartAsync(SimulatedNode node, bool isBlank)
    {
        _world.Cut(node.Id);
        await node.StopAsync();
        if (isBlank)
        {
            node.Blank();
        }

        _world.Mend();
        await node.StartAsync();
    }

    /// <summary>What is not as it should be, or null.</summary>
    private async Task<string?> FindFaultAsync()
    {
        foreach (var node in _nodes)
        {
            foreach (var other in _nodes.Where(other => other != node))
            {
                if (await FindFaultAsync(node, other.Id, other.Music.ToDictionary(track => track.Key, track => (string?)track.Value.Title)) is { } fault)
                {
                    return fault;
                }
            }

            if (await FindFaultAsync(node, _rustKey.NodeId, _rustMusic.ToDictionary(track => BlobHash.Parse(track.Hash), track => (string?)track.Title)) is { } rustFault)
            {
                return rustFault;
            }

            if (_world.Time.GetUtcNow() < _rustLostAt + RustPatience)
            {
                continue;
            }

            foreach (var hash in node.Music.Keys.Where(hash => !_rust!.Received.ContainsKey(hash.ToString())))
            {
                return $"The Rust node misses {hash.ShortText} of {node.Id.ShortText}.";
            }
        }

        return null;
    }

    /// <summary>Every track of the holder is there once, as the holder names it, and no other.</summary>
    private static async Task<string?> FindFaultAsync(SimulatedNode node, NodeId holder, Dictionary<BlobHash, string?> expected)
    {
        var count = await node.Catalogue.CountCopiesAsync(holder, CancellationToken.None);
        if (count != expected.Count)
        {
            return $"{node.Id.ShortText} has {count} copies of {holder.ShortText} instead of {expected.Count}.";
        }

        foreach (var (hash, title) in expected)
        {
            var copies = await node.Catalogue.ListCopiesAsync(hash, CancellationToken.None);
            if (copies.Count(copy => copy.Peer == holder) != 1)
            {
                return $"{node.Id.ShortText} does not know that {holder.ShortText} has {hash.ShortText}.";
            }

            if ((await node.Catalogue.FindTrackAsync(hash, CancellationToken.None))?.Tags.Title != title)
            {
                return $"{node.Id.ShortText} has another title of {hash.ShortText} than '{title}'.";
            }
        }

        return null;
    }

    private static BlobHash NewHash() => BlobHash.Parse(Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(BlobHash.Size)));

    private static TrackTags Tags(string title) => new() { Title = title, ArtistName = "Artist", AlbumTitle = "Album", DurationSecs = 1, Format = "flac" };

    private static TrackAnnouncement Announcement(string title) => new()
    {
        Hash = NewHash().ToString(),
        Title = title,
        ArtistName = "Artist",
        DurationSecs = 1,
        Format = "flac",
        FileSize = 1000,
        OriginNode = NewHash().ToString(),
    };
}
