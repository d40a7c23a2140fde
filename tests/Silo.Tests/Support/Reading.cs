using SoundTime.Silo.Options;

namespace SoundTime.Silo.Tests.Support;

/// <summary>Reads options from what a test gives, and from nothing of the machine.</summary>
internal sealed class Reading(string directory)
{
    private readonly Dictionary<OptionDeclaration, IReadOnlyList<string>> _commandLine = [];
    private readonly Dictionary<string, string> _environment = [];

    public Reading WithFlag(string flag, params string[] values)
    {
        _commandLine[OptionDeclaration.All.Single(option => option.Flag == flag)] = values;
        return this;
    }

    public Reading WithEnvironment(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Sets an option by its flag, or in the environment when it has none.</summary>
    public Reading With(OptionDeclaration option, string value) =>
        option.Flag is null ? WithEnvironment(option.Name, value) : WithFlag(option.Flag, value);

    public OptionsResult Read() => NodeOptionsReader.Read(new OptionInputs
    {
        CommandLine = _commandLine,
        Environment = _environment,
        WorkingDirectory = directory,
    });

    public NodeOptions Options()
    {
        var result = Read();
        Assert.Empty(result.Errors);
        return result.Options!;
    }

    public string OnlyError()
    {
        var result = Read();
        Assert.Null(result.Options);
        return Assert.Single(result.Errors).ToString();
    }
}
