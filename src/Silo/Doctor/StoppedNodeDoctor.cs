using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Api;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Discovery;
using SoundTime.Silo.Options;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>Examines what can be seen of a node that does not run: its key and port, and whether relays and lookups are there.</summary>
internal static class StoppedNodeDoctor
{
    /// <summary>Looks; nothing is changed, and no key is made.</summary>
    public static async Task<DoctorReport> ExamineAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        var id = FindId(options.SecretKeyFile);
        using var probes = new HostProbes(TimeProvider.System);
        await using var discovery = NodeDiscovery.Create(options with { LocalDiscovery = false }, id ?? default, NullLoggerFactory.Instance);
        IEnumerable<IConnectionCheck> checks =
        [
            new KeyFileCheck(options.SecretKeyFile, running: null),
            new FreePortCheck(options.PeerPort),
            new RouteCheck(),
            .. CommonChecks.Create(options, id, discovery, probes, endpoint: null, own: null, TimeProvider.System),
        ];
        var findings = await Examination.RunAsync(checks, TimeProvider.System, cancellationToken);
        return new DoctorReport(id, IsRunning: false, CanBeReached: false, "No node runs on this data folder, so nobody can reach it; start it with soundtime serve.", findings);
    }

    private static NodeId? FindId(string keyFile)
    {
        try
        {
            return File.Exists(keyFile) ? KeyFile.LoadOrCreate(keyFile).NodeId : null;
        }
        catch (KeyFileException)
        {
            // The check of the key says so.
            return null;
        }
    }
}
