using SoundTime.Iroh;
using SoundTime.Iroh.Relays;
namespace SoundTime.Iroh;
internal static class TemporaryShim
{
    extension(IrohEndpoint endpoint)
    {
        public NodeAddress Address => new(endpoint.Id, [.. endpoint.LocalEndPoints.Select(e => new NodeHost(e.Address.ToString(), e.Port))]);
        public IReadOnlyList<RelayStatus> Relays => [];
        public Task WaitForAddressChangeAsync(NodeAddress known, CancellationToken cancellationToken) => Task.Delay(-1, cancellationToken);
    }
}
