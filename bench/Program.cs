using System.Globalization;
using SoundTime.Bench;

// The roles of child processes come first: a measurement starts this program again, so that each end has a process of its own.
return args switch
{
    ["serve", var file] => await ServerRole.RunAsync(file),
    ["transfer", var direction, var address, var file, var bytes] => await TransferRole.RunAsync(direction, address, file, Number(bytes)),
    ["connect", var address, var count] => await ConnectRole.RunAsync(address, (int)Number(count)),
    ["hold", var address, var count] => await HoldRole.RunAsync(address, (int)Number(count)),
    ["fetch", var address, var peers, var bytes] => await FetchRole.RunAsync(address, (int)Number(peers), Number(bytes)),
    ["ingest", var store, var warmUp, var address] => await IngestRole.RunAsync(store, warmUp, address),
    ["routing", var questions] => await RoutingRole.RunAsync((int)Number(questions)),
    ["sweep", var store, var address] => await SweepRole.RunAsync(store, address),
    ["relay"] => await RelayRole.RunAsync(),
    ["pairs", var kind, var relay, var count] => await PairsRole.RunAsync(kind, relay, (int)Number(count)),
    _ => await BenchCommand.RunAsync(args),
};

static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
