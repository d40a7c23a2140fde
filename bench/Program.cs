using SoundTime.Bench;

// The roles of child processes come first: a benchmark starts this program again, so that each end has a process of its own.
return args switch
{
    ["serve"] => await TransferServer.RunAsync(),
    ["transfer", var direction, var address, var bytes] => await TransferClient.RunAsync(direction, address, long.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture)),
    _ => await TransferClient.RunAsync("down", args[0], 1),
};
