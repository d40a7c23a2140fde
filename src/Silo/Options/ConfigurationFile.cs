namespace SoundTime.Silo.Options;

/// <summary>The lines of a configuration file: <c>NAME=value</c>, comments that begin with #, blank lines.</summary>
/// <remarks>Spaces around name and value do not count; double quotes around a value are taken off.</remarks>
internal sealed class ConfigurationFile
{
    /// <summary>Largest file read, in bytes: far beyond any sensible one, so that a wrong path does not fill the memory.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly Dictionary<string, (string Value, int Line)> _entries = new(StringComparer.Ordinal);
    private readonly List<OptionError> _errors = [];

    private ConfigurationFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Lines that say nothing, say it twice, or cannot be read.</summary>
    public IReadOnlyList<OptionError> Errors => _errors;

    /// <summary>The names set, in no order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Reads a file. One that is missing is empty, unless it must be there.</summary>
    public static ConfigurationFile Read(string path, bool mustExist)
    {
        var file = new ConfigurationFile(path);
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
            {
                file.Refuse("is larger than 1 MB", "name a file of NAME=value lines");
                return file;
            }

            file.ReadLines(new StreamReader(stream));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            if (mustExist)
            {
                file.Refuse("does not exist", "name an existing file with --config or SOUNDTIME_CONFIG");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file.Refuse($"cannot be read ({exception.Message.TrimEnd('.')})", "check the path and its permissions");
        }

        return file;
    }

    /// <summary>The value of a name and its source; null when the file does not set it.</summary>
    public (string Value, OptionSource Source)? Find(string name) =>
        _entries.TryGetValue(name, out var entry) ? (entry.Value, OptionSource.File(Path, entry.Line)) : null;

    private void ReadLines(StreamReader reader)
    {
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var text = line.Trim();
            if (text.Length == 0 || text.StartsWith('#'))
            {
                continue;
            }

            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                // The line itself is not repeated: it may hold a secret.
                _errors.Add(new OptionError($"{Path}, line {number}", null, "sets nothing", "accepted: NAME=value, or a comment that begins with #"));
                continue;
            }

            var name = text[..equals].TrimEnd();
            if (_entries.TryGetValue(name, out var earlier))
            {
                _errors.Add(new OptionError($"{Path}, line {number}", null, $"sets {name} again after line {earlier.Line}", "keep one of the two"));
                continue;
            }

            _entries.Add(name, (Unquote(text[(equals + 1)..].TrimStart()), number));
        }
    }

    private static string Unquote(string value) => value is ['"', .. var inner, '"'] ? inner : value;

    private void Refuse(string reason, string accepted) => _errors.Add(new OptionError(Path, null, reason, accepted));
}
