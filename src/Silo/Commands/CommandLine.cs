using System.CommandLine;
using System.CommandLine.Help;
using SoundTime.Api;
using SoundTime.Silo.Options;
using SoundTime.Storage;
using SoundTime.Wire;

namespace SoundTime.Silo.Commands;

/// <summary>The commands of the program, and how what becomes of them is told: a line for people, a number for scripts.</summary>
internal sealed class CommandLine
{
    private readonly ProgramContext _context;
    private readonly OptionFlags _flags = new();
    private readonly RootCommand _root;

    /// <param name="context">What the process lives in.</param>
    /// <param name="readNodeId">Reads the key file at a path and gives the id of its key. Without it there is no command that prints the id.</param>
    /// <param name="openStores">Opens the stores of a node, which may be running. Without it there is no command that makes an admin token.</param>
    /// <param name="examineStopped">Looks at how a node that does not run would stand with others. Without it there is no doctor.</param>
    public CommandLine(
        ProgramContext context,
        Func<string, NodeId>? readNodeId = null,
        Func<NodeOptions, CancellationToken, Task<IStores>>? openStores = null,
        Func<NodeOptions, CancellationToken, Task<DoctorReport>>? examineStopped = null)
    {
        _context = context;
        _root = new RootCommand("A music host among its friends' hosts. Without a command it serves. The admin API is below /api/admin, and wants the token that the first start prints.")
        {
            ServeCommand.Create("serve", this),
            ImportCommand.Create(this),
            ConfigCommand.Create(this),
            InviteCommand.Create(this),
            JoinCommand.Create(this),
            RelayCommand.Create(this),
            SearchCommand.Create(this),
            VerifyCommand.Create(this),
        };
        if (readNodeId is not null)
        {
            _root.Add(IdCommand.Create(this, readNodeId));
        }

        if (openStores is not null)
        {
            _root.Add(AdminTokenCommand.Create(this, openStores));
        }

        if (examineStopped is not null)
        {
            _root.Add(DoctorCommand.Create(this, examineStopped));
        }

        ServeCommand.Configure(_root, this);
        _root.Directives.Clear();
    }

    /// <summary>The declared options as flags.</summary>
    public OptionFlags Flags => _flags;

    /// <summary>What the process lives in.</summary>
    public ProgramContext Context => _context;

    /// <summary>Runs the command that the arguments name and gives the exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var parsed = _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var errors = parsed.Action is HelpAction ? [] : FindErrors(parsed);
        if (errors.Count > 0)
        {
            return Refuse(errors, ReadInputs(parsed));
        }

        try
        {
            // Signals, failures and exit codes are handled here and in Program, not by the library.
            var configuration = new InvocationConfiguration
            {
                Output = _context.Output,
                Error = _context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            _context.Tell(FailureText.Of(exception, _context.LogLevels));
            return ExitCode.Failed;
        }
    }

    /// <summary>Reads the options for a command. Null when some cannot be used, which the admin has then been told.</summary>
    public OptionsResult? ReadOptions(ParseResult arguments)
    {
        var result = ReadInputs(arguments);
        if (result.Options is null)
        {
            Refuse([], result);
            return null;
        }

        TellWarnings(result);
        _context.LogLevels = result.Options.LogLevels;
        return result;
    }

    private OptionsResult ReadInputs(ParseResult arguments) => NodeOptionsReader.Read(new OptionInputs
    {
        CommandLine = _flags.Read(arguments),
        Environment = _context.Environment,
        WorkingDirectory = _context.WorkingDirectory,
    });

    private int Refuse(IReadOnlyList<string> argumentErrors, OptionsResult result)
    {
        TellWarnings(result);
        foreach (var error in argumentErrors.Concat(result.Errors.Select(error => error.ToString())))
        {
            _context.Tell(error);
        }

        return ExitCode.Configuration;
    }

    private void TellWarnings(OptionsResult result)
    {
        foreach (var warning in result.Warnings)
        {
            _context.Tell($"warning: {warning}");
        }
    }

    private List<string> FindErrors(ParseResult parsed)
    {
        // The library's words for what is left over help nobody; ours are below.
        List<string> errors =
        [
            .. from error in parsed.Errors
               where !parsed.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal))
               select error.Message,
        ];
        var followsUnknownFlag = false;
        foreach (var token in parsed.UnmatchedTokens)
        {
            var isFlag = token.StartsWith('-');
            if (isFlag || !followsUnknownFlag)
            {
                errors.Add(isFlag ? DescribeUnknownFlag(token) : $"{token} is no command; the commands are in: soundtime --help");
            }

            // The value of an unknown flag is not repeated: it may be a secret.
            followsUnknownFlag = isFlag;
        }

        return errors;
    }

    private string DescribeUnknownFlag(string token)
    {
        var flag = token.Split('=')[0];
        return NearestName.Find(flag, _flags.Names) is { } nearest
            ? $"{flag} is no option; did you mean {nearest}?"
            : $"{flag} is no option; the options are in: soundtime --help";
    }
}
