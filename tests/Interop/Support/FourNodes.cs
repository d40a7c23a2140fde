using SoundTime.Interop.Tests.Network;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Three of our nodes with music of their own, and a Rust node; each is the seed of those after it.</summary>
internal sealed class FourNodes : IAsyncDisposable
{
    private const int Ours = 3;
    private const int FilesOfEach = 3;

    private const int NamedInDifference = 5;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<NetworkNamespace>? _places;
    private readonly Queue<string> _music = new(Directory.GetFiles(Music.WesnothFolder, "*.ogg").OrderBy(file => new FileInfo(file).Length));
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<string> _announced = [];
    private RustNode? _rust;

    private FourNodes(IReadOnlyList<NetworkNamespace>? places) => _places = places;

    /// <summary>How many network namespaces they need.</summary>
    public static int Places => Ours + 1;

    public RustNode Rust => _rust!;

    /// <summary>Our three nodes.</summary>
    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>Starts them.</summary>
    /// <param name="rustTracks">How many tracks the Rust node has.</param>
    /// <param name="places">Where each runs; null for loopback.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FourNodes> StartAsync(int rustTracks, IReadOnlyList<NetworkNamespace>? places, CancellationToken cancellationToken)
    {
        var all = new FourNodes(places);
        try
        {
            all._rust = await RustNode.StartAsync(all._folder.File("journal"), places?[Ours], cancellationToken);
            all._announced.AddRange(Enumerable.Range(1, rustTracks).Select(number => $"{number:x64}"));
            await all._rust.ShareAsync(all._announced.Select(hash => Music.Announcement(hash, 1_000_000, "flac", all._rust.Id)), cancellationToken);
            for (var i = 0; i < Ours; i++)
            {
                for (var file = 0; file < FilesOfEach; file++)
                {
                    all.AddFile(i);
                }

                all._nodes.Add(await all.StartNodeAsync(i, port: 0, cancellationToken));
            }

            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts one more piece of music into a node's library.</summary>
    public void AddFile(int node)
    {
        var file = _music.Dequeue();
        File.Copy(file, Path.Combine(_folder.Folder($"library{node}"), Path.GetFileName(file)));
    }

    /// <summary>Ends a node as a crash would.</summary>
    public Task KillAsync(int node, CancellationToken cancellationToken) => _nodes[node].KillAsync(cancellationToken);

    /// <summary>Removes all that an ended node knows; its key, its music and its port stay.</summary>
    public void Blank(int node)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(_folder.Path, $"data{node}"), "soundtime.db*"))
        {
            File.Delete(file);
        }
    }

    /// <summary>Starts an ended node again, where others know it to be.</summary>
    public async Task StartAgainAsync(int node, CancellationToken cancellationToken)
    {
        var port = _nodes[node].PeerEndPoints[0].Port;
        await _nodes[node].DisposeAsync();
        _nodes[node] = await StartNodeAsync(node, port, cancellationToken);
    }

    /// <summary>
    /// Waits until each of our nodes lists its own music, that of the others and that of the Rust node under the right title, and nothing else, and until
    /// the Rust node was told of all our music, by those who have it.
    /// </summary>
    public async Task WaitUntilTheyAgreeAsync(CancellationToken cancellationToken)
    {
        var owners = await FindOwnersAsync(cancellationToken);
        using var timer = new PeriodicTimer(PollInterval);
        try
        {
            while (await FindDifferenceAsync(owners, cancellationToken) is not null)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"The nodes do not agree: {await FindDifferenceAsync(owners, CancellationToken.None)}");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // All at once: after its time limit, a test does not get much more.
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        if (_rust is not null)
        {
            await _rust.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task<NodeProcess> StartNodeAsync(int node, int port, CancellationToken cancellationToken)
    {
        string[] seeds = [Rust.SeedText, .. _nodes.Take(node).Select(other => other.SeedText)];
        var started = await NodeProcess.StartAsync(
            $"node {node}", _places?[node], port, _folder.File($"data{node}"), cancellationToken,
            "--library", _folder.Folder($"library{node}"), "--seed", string.Join(',', seeds));
        // In place of an address lookup.
        await Rust.KnowAsync(started, cancellationToken);
        return started;
    }

    /// <summary>Hash and owner of all music of ours, by what lies in the libraries.</summary>
    private async Task<Dictionary<string, string>> FindOwnersAsync(CancellationToken cancellationToken)
    {
        var owners = new Dictionary<string, string>();
        for (var i = 0; i < _nodes.Count; i++)
        {
            foreach (var hash in await Programs.HashAsync(Directory.GetFiles(_folder.Folder($"library{i}")), cancellationToken))
            {
                owners.Add(hash, _nodes[i].Id.ToString());
            }
        }

        return owners;
    }

    /// <summary>What is not as it should be, in words; null where all is.</summary>
    private async Task<string?> FindDifferenceAsync(Dictionary<string, string> owners, CancellationToken cancellationToken)
    {
        var told = await Rust.DumpAsync(cancellationToken);
        if (!told.ToDictionary(track => track.Key, track => track.Value.From).OrderBy(track => track.Key).SequenceEqual(owners.OrderBy(track => track.Key)))
        {
            return $"the Rust node knows {told.Count} of {owners.Count} tracks of ours";
        }

        var titles = told.ToDictionary(track => track.Key, track => track.Value.Title).Concat(_announced.Select(hash => KeyValuePair.Create(hash, $"Song {hash[..8]}")))
            .OrderBy(track => track.Key).ToList();
        for (var i = 0; i < _nodes.Count; i++)
        {
            var listed = await _nodes[i].ListTracksAsync(cancellationToken);
            if (!listed.OrderBy(track => track.Key).SequenceEqual(titles))
            {
                var missing = titles.Where(track => !listed.ContainsKey(track.Key)).Select(track => track.Value).Take(NamedInDifference);
                return $"node {i} lists {listed.Count} tracks, not the {titles.Count} that there are; it lacks {string.Join(", ", missing)}";
            }
        }

        return null;
    }
}
