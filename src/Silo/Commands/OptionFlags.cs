using System.CommandLine;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Commands;

/// <summary>The declared options as flags of the command line. Values stay text here; they are read with those of the other sources.</summary>
/// <remarks>Commands share the flags, so that one given before the command's name counts as well.</remarks>
internal sealed class OptionFlags
{
    private readonly Dictionary<OptionDeclaration, Option> _flags =
        OptionDeclaration.All.Where(option => option.Flag is not null).ToDictionary(option => option, CreateFlag);

    /// <summary>The flags as they are typed.</summary>
    public IEnumerable<string> Names => _flags.Values.Select(flag => flag.Name);

    /// <summary>Offers every flag on a command, whose help then also tells of the options without one.</summary>
    public void AddAllTo(Command command)
    {
        AddTo(command, _flags.Keys);
        foreach (var option in OptionDeclaration.All.Where(option => option.Flag is null))
        {
            command.Description += $"\nIn the environment or the configuration file only: {option.Name}. {Describe(option)}";
        }
    }

    /// <summary>Offers the flags of some properties of <see cref="NodeOptions"/> on a command.</summary>
    public void AddTo(Command command, params IEnumerable<string> properties) => AddTo(command, properties.Select(OptionDeclaration.Of));

    /// <summary>The texts given to each flag that was used.</summary>
    public IReadOnlyDictionary<OptionDeclaration, IReadOnlyList<string>> Read(ParseResult arguments) =>
        _flags
            .Select(flag => (Option: flag.Key, Texts: arguments.GetResult(flag.Value) is { } result ? [.. result.Tokens.Select(token => token.Value)] : Array.Empty<string>()))
            .Where(flag => flag.Texts.Length > 0)
            .ToDictionary(flag => flag.Option, flag => (IReadOnlyList<string>)flag.Texts);

    private void AddTo(Command command, IEnumerable<OptionDeclaration> options)
    {
        foreach (var option in options)
        {
            command.Add(_flags[option]);
        }
    }

    private static Option CreateFlag(OptionDeclaration option)
    {
        Option flag = option.Kind.IsRepeatable
            ? new Option<string[]>(option.Flag!) { Arity = ArgumentArity.OneOrMore }
            : new Option<string>(option.Flag!) { Arity = ArgumentArity.ExactlyOne };
        flag.HelpName = option.Kind.Placeholder;
        flag.Description = Describe(option);
        return flag;
    }

    private static string Describe(OptionDeclaration option) =>
        $"{option.Description} Accepts {option.Kind.Accepts}. [{option.Name}; default: {option.DefaultText}]";
}
