using System.Diagnostics;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A small file system of its own, in memory, that fills up. Mounting needs root.</summary>
internal sealed class TinyDisk : IDisposable
{
    public TinyDisk(string options) => Run("mount", "-t", "tmpfs", "-o", options, "soundtime-test", Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("soundtime-test-disk-").FullName;

    public void Fill(string name, int bytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), new byte[bytes]);

    public void Remove(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        Directory.Delete(Path);
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
