using SoundTime.Iroh.Addresses;
using SoundTime.Iroh.Stun;

namespace SoundTime.Iroh;

/// <content>Where others may reach the endpoint.</content>
public sealed partial class IrohEndpoint
{
    private readonly EndpointAddress _address;
    private readonly Task _observing;

    /// <summary>
    /// Where others may reach this node now: the hosts that its options name, the addresses that others see, those of this host with the bound port (loopback
    /// only where it is bound), and its home relay.
    /// </summary>
    public NodeAddress Address => _address.Current;

    /// <summary>Gives <see cref="Address"/> as soon as it is another than <paramref name="known"/>, at once where it is already.</summary>
    /// <exception cref="ObjectDisposedException">The endpoint is closed.</exception>
    public Task<NodeAddress> WaitForAddressChangeAsync(NodeAddress known, CancellationToken cancellationToken = default) =>
        _address.WaitForChangeAsync(known, cancellationToken);

    /// <summary>Asks STUN servers through the endpoint's own sockets which addresses others see, until the endpoint closes.</summary>
    private async Task ObserveAsync()
    {
        var prober = new StunProber(_options.StunServers, _loop.SendSoon, _options.TimeProvider, _options.Logger);
        _loop.Prober = prober;
        var probing = prober.RunAsync(_stopping.Token);
        try
        {
            while (true)
            {
                await prober.WaitForChangeAsync(_address.Observed, _stopping.Token).ConfigureAwait(false);
                _address.Observe(prober.Observed);
            }
        }
        catch (OperationCanceledException)
        {
            await probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
