using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.LocalDiscovery;

/// <summary>A node that can find others on its link only.</summary>
internal static class Neighbour
{
    public static Task<NodeProcess> StartAsync(
        string name, NetworkNamespace place, TemporaryFolder folder, CancellationToken cancellationToken, params IEnumerable<string> arguments) =>
        NodeProcess.StartAsync(
            name, place, port: 0, folder.File($"data-{name}"), cancellationToken,
            [.. arguments, "--local-discovery", "true"]);
}
