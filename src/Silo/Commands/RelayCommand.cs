using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using SoundTime.Iroh;
using SoundTime.Relay;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Options;
using SoundTime.Silo.Terminal;
using SoundTime.Wire;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime relay</c>: runs a relay, and on request an address directory, for a group of nodes (docs/relay.md). It needs no node and no key.</summary>
internal sealed class RelayCommand
{
    /// <summary>Folder of the address directory, in the data folder.</summary>
    private const string DirectoryFolder = "relay";

    private const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private const string DefaultListenAddress = "[::]:3340";

    private readonly Option<IPEndPoint?> _listen = Flag<IPEndPoint?>("--listen", "ip:port", "Address and TCP port to listen on.", TryParseEndPoint);
    private readonly Option<string[]> _tls = new("--tls")
    {
        HelpName = "certificate key",
        Description = "PEM files of the certificate (with those between it and the root) and of its key. Changed files are read again by themselves. Without, it speaks plain HTTP.",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<RelayUrl?> _url = Flag<RelayUrl?>(
        "--url", "url", "How nodes reach it from outside, to be told at the start; needed behind a proxy.", (string text, out RelayUrl? url) => RelayUrl.TryParse(text, out url));

    private readonly Option<NodeId[]> _allow = new("--allow")
    {
        HelpName = "id",
        Description = "Ids of the nodes that are let in. Without --allow and --token everybody is.",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => ParseId(token.Value, result))],
    };

    private readonly Option<string[]> _tokens = new("--token")
    {
        HelpName = "secret",
        Description = "Secrets that let any node in. Other users of this machine see them here; --token-file keeps them to yourself.",
    };

    private readonly Option<FileInfo?> _tokenFile = new("--token-file") { HelpName = "file", Description = "File with one such secret per line." };
    private readonly Option<bool> _directory = new("--directory") { Description = $"Also keep the addresses that nodes publish, in {DirectoryFolder} of the data folder." };
    private readonly Option<bool> _behindProxy = new("--behind-proxy")
    {
        Description = "All requests come through one proxy: take a client's address from the last entry of X-Forwarded-For. Never without a proxy: anybody could name any address.",
    };

    private readonly Option<IPEndPoint?> _metrics = Flag<IPEndPoint?>("--metrics", "ip:port", "Where Prometheus reads /metrics, such as 127.0.0.1:9090. Without, nowhere.", TryParseEndPoint);
    private readonly Option<int> _stunPort = Number("--stun-port", 3478, 1, 65_535, "UDP port that tells nodes which address others see them under (STUN), on the address of --listen.");
    private readonly Option<bool> _noStun = new("--no-stun") { Description = "Answer no STUN." };
    private readonly Option<int> _maxClients = Number("--max-clients", 10_000, 1, 1_000_000, "Most clients.");
    private readonly Option<int> _maxConnections = Number("--max-connections", 100, 1, 1_000_000, "Most connections from one IPv4 address or IPv6 network of 64 bits.");
    private readonly Option<int> _rate = Number("--rate", 8192, 0, 1_000_000_000, "Kilobytes a second that are taken of one client; 0 for no limit.");

    private delegate bool TryParse<T>(string text, out T? value);

    public static Command Create(CommandLine commandLine) => new RelayCommand().CreateCommand(commandLine);

    private Command CreateCommand(CommandLine commandLine)
    {
        _listen.DefaultValueFactory = _ => IPEndPoint.Parse(DefaultListenAddress);
        var command = new Command("relay", "Run a relay for a group: it passes datagrams on between nodes that cannot reach each other, and cannot read them.")
        {
            _listen, _tls, _url, _allow, _tokens, _tokenFile, _directory, _behindProxy, _metrics, _stunPort, _noStun, _maxClients, _maxConnections, _rate,
        };
        commandLine.Flags.AddTo(
            command, nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.LogLevels), nameof(NodeOptions.LogFormat));
        command.SetAction(async (arguments, cancellationToken) =>
            commandLine.ReadOptions(arguments) is { Options: { } options }
                ? await RunAsync(arguments, options, commandLine.Context, cancellationToken)
                : ExitCode.Configuration);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, NodeOptions node, ProgramContext context, CancellationToken cancellationToken)
    {
        if (ReadTokens(arguments, context) is not { } tokens)
        {
            return ExitCode.Configuration;
        }

        var options = ReadOptions(arguments, node, tokens);
        // The framework's lines on requests, which --log debug opens, hold the tokens of queries.
        using var loggers = LoggerFactory.Create(logging => logging.AddNodeLogging(node).AddFilter(RequestLog, LogLevel.None));
        try
        {
            await using var relay = await RelayHost.StartAsync(options, loggers, cancellationToken: cancellationToken);
            RelayBanner.Write(relay, options, arguments.GetValue(_url), context);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = cancellationToken.Register(stopped.SetResult);
            await stopped.Task;
            return ExitCode.Success;
        }
        catch (RelayStartException exception)
        {
            context.Tell(exception.Message);
            return ExitCode.Failed;
        }
    }

    private RelayOptions ReadOptions(ParseResult arguments, NodeOptions node, IReadOnlyCollection<string> tokens) => new()
    {
        ListenOn = arguments.GetValue(_listen)!,
        Certificate = arguments.GetValue(_tls) is [var certificate, var key] ? new CertificateFiles(certificate, key) : null,
        AllowedNodes = arguments.GetValue(_allow) ?? [],
        Tokens = tokens,
        IsBehindProxy = arguments.GetValue(_behindProxy),
        MetricsOn = arguments.GetValue(_metrics),
        StunOn = arguments.GetValue(_noStun) ? null : new IPEndPoint(arguments.GetValue(_listen)!.Address, arguments.GetValue(_stunPort)),
        Directory = arguments.GetValue(_directory) ? new DirectoryOptions(Path.Combine(node.DataDirectory, DirectoryFolder)) : null,
        Limits = new RelayLimits
        {
            MaxClients = arguments.GetValue(_maxClients),
            MaxConnectionsPerAddress = arguments.GetValue(_maxConnections),
            BytesPerSecond = arguments.GetValue(_rate) * 1024L,
        },
    };

    /// <summary>The tokens of both flags; null where they cannot be used, which the admin has then been told.</summary>
    private List<string>? ReadTokens(ParseResult arguments, ProgramContext context)
    {
        List<string> tokens = [.. arguments.GetValue(_tokens) ?? []];
        if (arguments.GetValue(_tokenFile) is { } file)
        {
            try
            {
                tokens.AddRange(File.ReadLines(file.FullName).Select(line => line.Trim()).Where(line => line.Length > 0));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                context.Tell($"--token-file cannot be read: {exception.Message}");
                return null;
            }

            if (tokens.Count == 0)
            {
                // An empty file must not open the relay to everybody.
                context.Tell("--token-file holds no token; write one secret per line.");
                return null;
            }
        }

        if (tokens.Exists(token => token.Length is 0 or > RelayServer.MaxTokenLength))
        {
            context.Tell($"a token has 1 to {RelayServer.MaxTokenLength} characters.");
            return null;
        }

        return tokens;
    }

    private static bool TryParseEndPoint(string text, out IPEndPoint? endPoint) => IPEndPoint.TryParse(text, out endPoint) && text.EndsWith($":{endPoint.Port}", StringComparison.Ordinal);

    private static NodeId ParseId(string text, ArgumentResult result)
    {
        if (!NodeId.TryParse(text, out var id))
        {
            result.AddError($"--allow takes ids of nodes, 64 hex digits each; {text} is none.");
        }

        return id;
    }

    private static Option<T> Flag<T>(string name, string placeholder, string description, TryParse<T> tryParse) => new(name)
    {
        HelpName = placeholder,
        Description = description,
        CustomParser = result =>
        {
            if (!tryParse(result.Tokens[0].Value, out var value))
            {
                result.AddError($"{name} takes {placeholder}; {result.Tokens[0].Value} is none.");
            }

            return value;
        },
    };

    private static Option<int> Number(string name, int standard, int least, int most, string description)
    {
        var option = new Option<int>(name) { HelpName = "number", Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is var value && (value < least || value > most))
            {
                result.AddError($"{name} takes a number from {least} to {most}.");
            }
        });
        return option;
    }
}
