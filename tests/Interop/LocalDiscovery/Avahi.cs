using System.Diagnostics;
using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.LocalDiscovery;

/// <summary>avahi-daemon in a namespace, with a message bus and a folder under /run of its own: neither sees nor is seen by one that the machine runs.</summary>
internal sealed class Avahi : IAsyncDisposable
{
    private const string BusConfiguration = """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <type>custom</type>
          <listen>{0}</listen>
          <auth>EXTERNAL</auth>
          <policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy>
        </busconfig>
        """;

    private const string Configuration = """
        [server]
        host-name=browser
        [wide-area]
        enable-wide-area=no
        [publish]
        disable-publishing=yes
        """;

    private readonly NetworkNamespace _place;
    private readonly TemporaryFolder _folder;
    private readonly List<Process> _processes = [];
    private readonly ProcessLog _log = new("avahi-daemon");
    private readonly List<Task> _readers = [];

    private Avahi(NetworkNamespace place, TemporaryFolder folder) => (_place, _folder) = (place, folder);

    private string Address => $"unix:path={_folder.File("bus")}";

    /// <summary>What the daemon said so far.</summary>
    public string Log => _log.ToString();

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<Avahi> StartAsync(NetworkNamespace place, TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var avahi = new Avahi(place, folder);
        try
        {
            await File.WriteAllTextAsync(folder.File("bus.conf"), BusConfiguration.Replace("{0}", avahi.Address, StringComparison.Ordinal), cancellationToken);
            await File.WriteAllTextAsync(folder.File("avahi.conf"), Configuration, cancellationToken);
            var bus = avahi.Start("dbus-daemon", $"--config-file={folder.File("bus.conf")}", "--nofork", "--nopidfile", "--print-address=1");
            if (await bus.StandardOutput.ReadLineAsync(cancellationToken) is null)
            {
                throw new InvalidOperationException($"dbus-daemon did not start: {await bus.StandardError.ReadToEndAsync(cancellationToken)}");
            }

            const string Script = "mkdir -p /run/avahi-daemon; mount -t tmpfs none /run/avahi-daemon; exec avahi-daemon --no-drop-root --no-chroot --no-rlimits --debug -f \"$0\"";
            var daemon = avahi.Start("unshare", "--mount", "sh", "-c", Script, folder.File("avahi.conf"));
            avahi._readers.Add(avahi.ReadAsync(daemon));
            await avahi.WaitForLogAsync("Server startup complete", cancellationToken);
            return avahi;
        }
        catch
        {
            await avahi.DisposeAsync();
            throw;
        }
    }

    /// <summary>Browses for services of a type and resolves them; answers the lines that <c>avahi-browse</c> prints of those that there are.</summary>
    public async Task<string[]> BrowseAsync(string type, CancellationToken cancellationToken)
    {
        string[] browser = ["env", $"DBUS_SYSTEM_BUS_ADDRESS={Address}", "avahi-browse", "--terminate", "--parsable", "--resolve", type];
        return (await _place.RunAsync(browser, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Asks the daemon to write its records into its log.</summary>
    public Task DumpAsync(CancellationToken cancellationToken) => Programs.RunAsync("kill", ["-USR1", $"{_processes[1].Id}"], cancellationToken);

    /// <summary>Waits until the daemon has said something.</summary>
    public Task WaitForLogAsync(string text, CancellationToken cancellationToken) =>
        WaitForLogAsync(log => log.Contains(text, StringComparison.Ordinal), cancellationToken);

    /// <summary>Waits until what the daemon has said meets a condition.</summary>
    public async Task WaitForLogAsync(Func<string, bool> condition, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition(Log))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _processes.Count - 1; i >= 0; i--)
        {
            _processes[i].Kill();
            await _processes[i].WaitForExitAsync(CancellationToken.None);
        }

        await Task.WhenAll(_readers);
        _processes.ForEach(process => process.Dispose());
        _log.Show();
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = _place.Command(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = Address;
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    private async Task ReadAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            _log.Add(line);
        }
    }
}
