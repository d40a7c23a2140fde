namespace SoundTime.Import.Tests.Support;

/// <summary>A folder of one test, removed after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("soundtime-import-").FullName;

    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Copies a file here, making the folders on the way, and answers its path.</summary>
    public string Copy(string from, params string[] to)
    {
        var path = this[to];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Copy(from, path);
        return path;
    }

    /// <summary>Writes text to a file here and answers its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Writes a script that can be run and answers its path.</summary>
    public string WriteScript(string name, string text)
    {
        var path = Write(name, "#!/bin/sh\n" + text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
