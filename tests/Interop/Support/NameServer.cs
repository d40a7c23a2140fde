using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Debian's name server (bind9) with one zone, as a process of its own on a loopback port.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/named";

    private readonly TemporaryFolder _folder;
    private readonly Process _process;
    private readonly ProcessLog _log = new("named");
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;

    private NameServer(TemporaryFolder folder, int port)
    {
        _folder = folder;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
        _process = Process.Start(new ProcessStartInfo(folder.File("named"), ["-g", "-c", folder.File("named.conf")]) { RedirectStandardError = true })!;
        _output = ReadOutputAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Starts it with the records of a zone, one a line as in a zone file, names relative to the zone.</summary>
    public static async Task<NameServer> StartAsync(string zone, IEnumerable<string> records, CancellationToken cancellationToken)
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException($"There is no {Program}. ./test installs it: the package bind9.");
        }

        while (true)
        {
            var folder = new TemporaryFolder();
            var port = FindPort();

            // Where AppArmor is on, it knows the program by its path and lets it read the system's own zones alone. The copy is made by another process:
            // a file that this one has written cannot be run while a process that a parallel test starts still has it open.
            await Programs.RunAsync("cp", [Program, folder.File("named")], cancellationToken);
            await File.WriteAllLinesAsync(
                folder.File("zone"), ["$TTL 30", "@ IN SOA ns hostmaster 1 3600 600 86400 30", "@ IN NS ns", "ns IN A 127.0.0.1", .. records], cancellationToken);
            await File.WriteAllTextAsync(folder.File("named.conf"), Configuration(folder.Path, port, zone), cancellationToken);
            var server = new NameServer(folder, port);
            var isBound = false;
            try
            {
                isBound = await server._started.Task.WaitAsync(cancellationToken);
                if (isBound)
                {
                    return server;
                }
            }
            finally
            {
                // It failed, or somebody else took the port in between.
                if (!isBound)
                {
                    await server.DisposeAsync();
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _log.Show();
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Configuration(string folder, int port, string zone) => string.Create(CultureInfo.InvariantCulture, $$"""
        options {
          directory "{{folder}}";
          listen-on port {{port}} { 127.0.0.1; };
          listen-on-v6 { none; };
          pid-file none;
          lock-file none;
          session-keyfile "{{folder}}/session.key";
          recursion no;
          dnssec-validation no;
        };
        controls { };
        zone "{{zone}}" { type primary; file "{{folder}}/zone"; };

        """);

    private static int FindPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task ReadOutputAsync()
    {
        var isBound = true;
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _log.Add(line);
            isBound &= !line.Contains("address in use", StringComparison.Ordinal) && !line.Contains("unable to listen", StringComparison.Ordinal);
            if (line.EndsWith(" running", StringComparison.Ordinal))
            {
                _started.TrySetResult(isBound);
            }
        }

        _ = isBound
            ? _started.TrySetException(new InvalidOperationException("The name server ended before it ran; its output says why."))
            : _started.TrySetResult(false);
    }
}
