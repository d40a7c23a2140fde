using SoundTime.Api;
using SoundTime.Iroh;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether the running node holds its UDP port.</summary>
internal sealed class PortCheck(IrohEndpoint endpoint) : IConnectionCheck
{
    /// <inheritdoc/>
    public string Name => "port";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var bound = string.Join(", ", endpoint.LocalEndPoints);
        return Task.FromResult<IReadOnlyList<Finding>>([endpoint.Ended.IsCompleted
            ? new Finding(Name, null, FindingState.Failed, "The endpoint has ended, and no other node can be talked to.", "Restart the node; its log says why this happened.")
            : new Finding(Name, null, FindingState.Ok, $"UDP {bound} is open on this machine.")]);
    }
}
