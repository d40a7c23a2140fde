using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using SoundTime.Testing;

namespace SoundTime.Relay.Tests;

/// <summary>What tests of a running relay share.</summary>
public abstract class RelayTest
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static RelayOptions Options { get; } = new() { ListenOn = new IPEndPoint(IPAddress.Loopback, 0) };

    private protected static Task<RelayHost> StartAsync(RelayOptions? options = null) => RelayHost.StartAsync(options ?? Options, cancellationToken: Token);

    /// <summary>Starts a relay, and waits until it looks at its sessions: that begins on another thread, and must not begin only when the test has moved the clock.</summary>
    private protected static async Task<RelayHost> StartAsync(RelayOptions options, ManualTime time)
    {
        var relay = await RelayHost.StartAsync(options, time: time, cancellationToken: Token);
        await UntilAsync(() => time.HasTimerIn(RelayLimits.WatchInterval));
        return relay;
    }

    /// <summary>Waits until something holds.</summary>
    private protected static Task UntilAsync(Func<bool> holds, [CallerArgumentExpression(nameof(holds))] string text = "") =>
        Waiting.UntilAsync(holds, Token, text: text);

    /// <summary>Connects as soon as the relay has noticed that another has gone.</summary>
    private protected static async Task<TestClient> ConnectWhenThereIsRoomAsync(RelayHost relay)
    {
        while (true)
        {
            try
            {
                return await TestClient.ConnectAsync(relay, Token);
            }
            catch (WebSocketException)
            {
                // The end of the other connection has not come to the relay yet.
            }
        }
    }
}
