using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Relay;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Support;

/// <summary>
/// Our endpoint, or our relay, as a process of its own that takes the requests of <c>peer/main.mjs</c>: so that it can run in a network namespace. Ends when
/// its input does.
/// </summary>
internal sealed class OurEndpoint
{
    /// <summary>The argument that makes this program one.</summary>
    public const string Command = "our-endpoint";

    private readonly ConcurrentDictionary<int, IrohConnection> _connections = new();
    private readonly ConcurrentBag<Task> _echoes = [];
    private readonly Lock _output = new();
    private IrohEndpoint? _endpoint;
    private RelayHost? _relay;
    private int _lastConnection;

    public static async Task<int> RunAsync()
    {
        var program = new OurEndpoint();
        var answers = new List<Task>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            answers.Add(program.AnswerAsync(JsonNode.Parse(line)!));
        }

        // The test is over: whoever still waits is not waited for.
        await program.EndAsync();
        return 0;
    }

    private async Task EndAsync()
    {
        if (_endpoint is not null)
        {
            await _endpoint.DisposeAsync();
        }

        if (_relay is not null)
        {
            await _relay.DisposeAsync();
        }
    }

    private async Task AnswerAsync(JsonNode request)
    {
        await Task.Yield();
        var reply = new JsonObject { ["id"] = request["id"]!.DeepClone() };
        try
        {
            reply["result"] = JsonSerializer.SerializeToNode(await DoAsync(request["operation"]!.GetValue<string>(), request["arguments"]!));
        }
        catch (Exception exception)
        {
            reply["error"] = $"{exception.GetType().Name}: {exception.Message}";
        }

        lock (_output)
        {
            Console.Out.WriteLine(reply.ToJsonString());
        }
    }

    private async Task<object> DoAsync(string operation, JsonNode given)
    {
        switch (operation)
        {
            case "startRelay":
                _relay = await RelayHost.StartAsync(new RelayOptions { ListenOn = IPEndPoint.Parse(Text(given, "address")) });
                return new { url = _relay.Url.Text };
            case "bindRelayed":
                return Bind(given);
            case "online":
                for (var address = _endpoint!.Address; address.Relays.Count == 0;)
                {
                    address = await _endpoint.WaitForAddressChangeAsync(address);
                }

                return new { };
            case "connectRelayed":
                var hosts = given["addresses"]!.AsArray().Select(address => NodeHost.TryParse(address!.GetValue<string>(), out var host) ? host : throw new FormatException());
                return Add(await _endpoint!.ConnectAsync(new NodeAddress(NodeId.Parse(Text(given, "id")), [.. hosts], [RelayUrl.Parse(Text(given, "relay"))])), given);
            case "accept":
                return Add(await _endpoint!.AcceptConnectionAsync(), given);
            case "path":
                return new { path = Find(given).Path.ToString() };
            case "exchange":
                var result = await StreamBytes.ExchangeAsync(Find(given), given["length"]!.GetValue<int>(), CancellationToken.None);
                return new { length = result.Length, sent = result.Sent, received = result.Received };
            case "echo":
                _echoes.Add(EchoAsync(Find(given)));
                return new { };
            default:
                throw new InvalidOperationException($"There is no operation \"{operation}\".");
        }
    }

    private object Bind(JsonNode given)
    {
        _endpoint = IrohEndpoint.Bind(new IrohEndpointOptions
        {
            SecretKey = SecretKey.Generate(),
            Protocol = Text(given, "protocol"),
            BindTo = [IPEndPoint.Parse(Text(given, "address"))],
            Relays = [new RelayServer(RelayUrl.Parse(Text(given, "relay")))],
        });
        return new { endpoint = 1, id = _endpoint.Id.ToString(), addresses = _endpoint.LocalEndPoints.Select(bound => bound.ToString()) };
    }

    private object Add(IrohConnection connection, JsonNode given)
    {
        var number = Interlocked.Increment(ref _lastConnection);
        _connections[number] = connection;
        return new { connection = number, remoteId = connection.RemoteId.ToString(), protocol = given["protocol"]?.GetValue<string>() ?? "" };
    }

    /// <summary>Echoes every stream until the connection ends.</summary>
    private async Task EchoAsync(IrohConnection connection)
    {
        try
        {
            while (true)
            {
                _echoes.Add(StreamBytes.EchoAsync(await connection.AcceptStreamAsync(), CancellationToken.None));
            }
        }
        catch (IrohConnectionException)
        {
            // The end.
        }
    }

    private IrohConnection Find(JsonNode given) => _connections[given["connection"]!.GetValue<int>()];

    private static string Text(JsonNode given, string name) => given[name]!.GetValue<string>();
}
