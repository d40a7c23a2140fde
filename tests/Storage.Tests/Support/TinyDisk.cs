using System.Diagnostics;

namespace SoundTime.Storage.Tests.Support;

/// <summary>A file system of its own, in memory: small, so that it fills up, or read-only. Mounting needs root.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyDisk(string options)
    {
        Run("mount", "-t", "tmpfs", "-o", options, "soundtime-test", _folder.Path);
    }

    public string this[string name] => _folder[name];

    public void Dispose()
    {
        Run("umount", "--lazy", _folder.Path);
        _folder.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"This test needs a disk that fills up, and mounts a small tmpfs for it: run it as root with CAP_SYS_ADMIN. {program}: {said}");
        }
    }
}
