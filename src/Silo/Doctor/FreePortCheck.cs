using System.Net;
using System.Net.Sockets;
using SoundTime.Api;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether a node that does not run could have its UDP port.</summary>
/// <param name="port">The port; 0 for any.</param>
internal sealed class FreePortCheck(int port) : IConnectionCheck
{
    /// <inheritdoc/>
    public string Name => "port";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([Look()]);

    private Finding Look()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return new Finding(Name, null, FindingState.Ok, port == 0 ? "Any free UDP port will be taken." : $"UDP {port} is free.");
        }
        catch (SocketException exception)
        {
            return new Finding(
                Name, null, FindingState.Failed, $"UDP {port} cannot be had: {exception.Message}.", "Stop the program that has it, or choose another port with --p2p-port.");
        }
    }
}
