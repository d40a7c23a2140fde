namespace SoundTime.Silo.Options;

/// <summary>
/// Puts the options together: command line before environment before configuration file before default. Everything
/// that is wrong is found in one go.
/// </summary>
internal sealed class NodeOptionsReader
{
    private readonly OptionInputs _inputs;
    private readonly List<OptionError> _errors = [];

    /// <summary>Null stands for an option that was looked at and could not be read.</summary>
    private readonly Dictionary<OptionDeclaration, OptionSetting?> _settings = [];
    private ConfigurationFile? _file;

    private NodeOptionsReader(OptionInputs inputs) => _inputs = inputs;

    /// <summary>Reads all options from what the process was given.</summary>
    public static OptionsResult Read(OptionInputs inputs) => new NodeOptionsReader(inputs).Read();

    private OptionsResult Read()
    {
        ReadFile();
        foreach (var option in OptionDeclaration.All)
        {
            Settle(option);
        }

        return new OptionsResult(
            _errors.Count == 0 ? Build() : null,
            [.. OptionDeclaration.All.Select(option => _settings[option]).OfType<OptionSetting>()],
            _errors,
            [.. FindUnknownPeerNames()]);
    }

    private void ReadFile()
    {
        var configuration = OptionDeclaration.Of(nameof(NodeOptions.ConfigurationFile));
        var data = OptionDeclaration.Of(nameof(NodeOptions.DataDirectory));
        var isNamed = Find(configuration) is not null;
        if (!isNamed)
        {
            Settle(data);
        }

        Settle(configuration);
        if (_settings[configuration]?.Value is not string path)
        {
            return;
        }

        _file = ConfigurationFile.Read(path, mustExist: isNamed);
        _errors.AddRange(_file.Errors);
        _errors.AddRange(FindUnknownNames(_file));
        if (!isNamed && _file.Find(data.Name) is { } moved)
        {
            _errors.Add(new OptionError(data.Name, moved.Source.Text, "cannot move the folder that the file itself lies in", "set it with --data, or name the file with --config"));
        }
    }

    private void Settle(OptionDeclaration option)
    {
        if (_settings.ContainsKey(option))
        {
            return;
        }

        _settings[option] = null;
        var (texts, source, directory) = Find(option) ?? ([], OptionSource.Default, _inputs.WorkingDirectory);
        if (source.Origin == OptionOrigin.Default && !TryExpandDefault(option, out texts))
        {
            return;
        }

        try
        {
            var value = texts.Count == 0 ? null : option.Kind.Parse(texts, new OptionContext(directory, _inputs.CheckSeedPeer));
            _settings[option] = new OptionSetting(option, value, source);
        }
        catch (FormatException exception)
        {
            _errors.Add(OptionError.Refused(option, texts, source, exception.Message));
        }
    }

    /// <summary>The texts of the source that wins and the folder its relative paths start from; null when nobody set the option.</summary>
    private (IReadOnlyList<string> Texts, OptionSource Source, string Directory)? Find(OptionDeclaration option)
    {
        if (_inputs.CommandLine.TryGetValue(option, out var texts))
        {
            return (texts, OptionSource.CommandLine(option.Flag!), _inputs.WorkingDirectory);
        }

        foreach (var name in option.Names)
        {
            if (_inputs.Environment.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text))
            {
                return ([text], OptionSource.Environment(name), _inputs.WorkingDirectory);
            }
        }

        foreach (var name in option.InFile ? option.Names : [])
        {
            if (_file?.Find(name) is { Value.Length: > 0 } entry)
            {
                return ([entry.Value], entry.Source, Path.GetDirectoryName(_file.Path) ?? _file.Path);
            }
        }

        return null;
    }

    /// <summary>Fills in the options that a default is made from. False when one of those could not be read, which is an error already.</summary>
    private bool TryExpandDefault(OptionDeclaration option, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (option.Default is not { } text)
        {
            return true;
        }

        foreach (var other in OptionDeclaration.All)
        {
            var reference = $"<{other.Name}>";
            if (text.Contains(reference, StringComparison.Ordinal))
            {
                Settle(other);
                if (_settings[other]?.Value is not { } value)
                {
                    return false;
                }

                text = text.Replace(reference, other.Kind.Format(value), StringComparison.Ordinal);
            }
        }

        texts = [text];
        return true;
    }

    private NodeOptions Build()
    {
        // The required properties are all declared as options, so every one of them is set here.
        var options = (NodeOptions)typeof(NodeOptions).GetConstructor([])!.Invoke(null);
        foreach (var setting in _settings.Values.OfType<OptionSetting>())
        {
            setting.Option.Set(options, setting.Value);
        }

        return options;
    }

    private static IEnumerable<OptionError> FindUnknownNames(ConfigurationFile file)
    {
        var known = OptionDeclaration.All.Where(option => option.InFile).SelectMany(option => option.Names).ToList();
        return from name in file.Names
               where !known.Contains(name)
               let source = file.Find(name)!.Value.Source
               orderby source.Text
               select new OptionError(name, source.Text, "is no option", Suggest(name, known));
    }

    private IEnumerable<string> FindUnknownPeerNames()
    {
        var known = OptionDeclaration.All.SelectMany(option => option.Names).ToList();
        return from name in _inputs.Environment.Keys
               where name.StartsWith("P2P_", StringComparison.Ordinal) && !known.Contains(name)
               orderby name
               select $"{name} (environment) is no option of this program and does nothing; {Suggest(name, known)}";
    }

    private static string Suggest(string name, IEnumerable<string> known) =>
        NearestName.Find(name, known) is { } nearest ? $"did you mean {nearest}?" : "the names are in docs/configuration.md and in: soundtime --help";
}
