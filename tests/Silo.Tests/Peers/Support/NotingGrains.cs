using System.Collections.Concurrent;
using System.Threading.Channels;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tracks;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Stands in for the grains: notes what they are told, and does nothing. What the node does by itself is seen beside it.</summary>
internal sealed class NotingGrains : IGrainFactory
{
    private readonly Channel<NotedCall> _calls = Channel.CreateUnbounded<NotedCall>();
    private readonly ConcurrentQueue<NotedCall> _all = new();

    /// <summary>What a call waits for before it ends.</summary>
    public Func<NotedCall, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>What the grain of a track answers to who wants to fetch it.</summary>
    public Func<BlobHash, Task<FetchStart>> BeginFetch { get; set; } = _ => Task.FromResult(new FetchStart(FetchVerdict.NoCopy, []));

    /// <summary>All calls so far.</summary>
    public IEnumerable<NotedCall> All => _all;

    /// <summary>Waits for the next call of this name, passing over others.</summary>
    public async Task<NotedCall> NextAsync(string name)
    {
        while (true)
        {
            var call = await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (call.Name == name)
            {
                return call;
            }
        }
    }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)(object)(
            typeof(TGrainInterface) == typeof(IPeerGrain) ? new NotingPeerGrain(primaryKey, NoteAsync)
            : typeof(TGrainInterface) == typeof(ITrackGrain) ? new NotingTrackGrain(primaryKey, NoteAsync, BeginFetch)
            : typeof(TGrainInterface) == typeof(IRoutingGrain) ? new SilentRoutingGrain()
            : typeof(TGrainInterface) == typeof(IHealthSweepGrain) ? new NotingSweepGrain(primaryKey, NoteAsync)
            : new NotingExchangeGrain(primaryKey, NoteAsync));

    private Task NoteAsync(NotedCall call)
    {
        // Before it is noted: a test that has seen the call may set another answer.
        var answer = Answer(call);
        _all.Enqueue(call);
        _calls.Writer.TryWrite(call);
        return answer;
    }

    /// <summary>Knows no peers.</summary>
    private sealed class SilentRoutingGrain : IRoutingGrain
    {
        public Task WakeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<RoutedPeer[]> RouteAsync(string question, int limit, CancellationToken cancellationToken) => Task.FromResult<RoutedPeer[]>([]);

        public Task PresenceChangedAsync(string peer, bool isOnline, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task FilterChangedAsync(string peer, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AnsweredAsync(string peer, int found, TimeSpan? took, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Never sweeps.</summary>
    private sealed class NotingSweepGrain(string key, Func<NotedCall, Task> note) : IHealthSweepGrain
    {
        public Task StartAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(IHealthSweepGrain)));

        public Task<SweepProgress> DescribeAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new SweepProgress(null, null, null, null, 0, 0, 0, 0));
    }

    private sealed class NotingExchangeGrain(string key, Func<NotedCall, Task> note) : IPeerExchangeGrain
    {
        public Task StartAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(StartAsync)));

        public Task FirstContactAsync(string peer, CancellationToken cancellationToken) => note(new NotedCall(key, nameof(FirstContactAsync), peer));

        public Task PeersNamedAsync(string sender, string[] ids, CancellationToken cancellationToken) =>
            note(new NotedCall(key, nameof(PeersNamedAsync), $"{sender}: {string.Join(' ', ids)}"));
    }

    private sealed class NotingPeerGrain(string key, Func<NotedCall, Task> note) : IPeerGrain
    {
        public async Task<bool> IntroduceAsync(PeerIntroduction introduction, CancellationToken cancellationToken)
        {
            await note(new NotedCall(key, nameof(IntroduceAsync), $"{introduction.Trust} {string.Join(' ', introduction.Hosts)}"));
            return true;
        }

        public Task WakeAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(WakeAsync)));

        public Task SeenAsync(string address, CancellationToken cancellationToken) => note(new NotedCall(key, nameof(SeenAsync), address));

        public async Task<PingResult> PingAsync(CancellationToken cancellationToken)
        {
            await note(new NotedCall(key, nameof(PingAsync)));
            return new PingResult(PeerReply.Done, 0, null, null);
        }

        public Task CatalogueRequestedAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(CatalogueRequestedAsync)));

        public Task AnnouncementsRecordedAsync(int count, CancellationToken cancellationToken) =>
            note(new NotedCall(key, nameof(AnnouncementsRecordedAsync), count));

        public Task CatchUpAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(CatchUpAsync)));

        public Task DeliveryEndedAsync(bool isGood, long bytes, double seconds, CancellationToken cancellationToken) =>
            note(new NotedCall(key, nameof(DeliveryEndedAsync), isGood));

        public Task FilterArrivedAsync(FilterParameters parameters, byte[] bitmap, CancellationToken cancellationToken) =>
            note(new NotedCall(key, nameof(FilterArrivedAsync), (parameters, bitmap)));

        public async Task<int> FilterRefusedAsync(CancellationToken cancellationToken)
        {
            await note(new NotedCall(key, nameof(FilterRefusedAsync)));
            return 1;
        }

        public Task ResyncAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(ResyncAsync)));

        public async Task<PeerSync> DescribeSyncAsync(CancellationToken cancellationToken)
        {
            await note(new NotedCall(key, nameof(DescribeSyncAsync)));
            return new PeerSync(null, false, 0, null, null, null, null);
        }

        public Task ForgetAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(ForgetAsync)));

        public Task BlockedAsync(CancellationToken cancellationToken) => note(new NotedCall(key, nameof(BlockedAsync)));
    }
}
