namespace SoundTime.Bench;

/// <summary>This program in its role as server, in a process of its own.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private BenchServer(ChildProcess process, string address) => (_process, Address) = (process, address);

    /// <summary>Its id and where it is reached.</summary>
    public string Address { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>The most memory that it has had at once, in bytes.</summary>
    public long PeakResident => ProcessMemory.PeakResident(_process.Id);

    /// <summary>Starts it over a file. Ends when it listens.</summary>
    public static async Task<BenchServer> StartAsync(string folder, string served, CancellationToken cancellationToken)
    {
        var process = ChildProcess.StartRole(folder, "serve", served);
        try
        {
            return new BenchServer(process, await process.ReadLineAsync(cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its memory now, its garbage collected.</summary>
    public async Task<MemorySnapshot> MeasureMemoryAsync(CancellationToken cancellationToken)
    {
        await _process.TellAsync("memory", cancellationToken);
        return await _process.ReadAsync<MemorySnapshot>(cancellationToken);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
