using System.CommandLine;
using System.Runtime.InteropServices;
using SoundTime.Iroh;

namespace SoundTime.Bench;

/// <summary>The command line: measures what was asked for, one thing after the other, and prints one report.</summary>
internal static class BenchCommand
{
    private const int DefaultRuns = 3;
    private const int MaxRuns = 100;
    private const int DefaultTracks = 1_000_000;
    private const int MinTracks = 20_000;
    private const int MaxTracks = 10_000_000;
    private const int ExitNotMeasured = 1;
    private const int ExitStopped = 130;

    /// <summary>No measurement takes longer than this; one that does counts as failed.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(45);

    private static readonly IReadOnlyList<IMeasurement> Measurements =
    [
        new TransferMeasurement(), new HashMeasurement(), new ConnectMeasurement(), new IdleMeasurement(), new LoadMeasurement(), new IngestMeasurement(),
        new RelayMeasurement(), new SearchMeasurement(), new RoutingMeasurement(), new PlayMeasurement(),
    ];

    public static Task<int> RunAsync(string[] args)
    {
        var runs = new Option<int>("--runs") { Description = "How often each speed is measured.", DefaultValueFactory = _ => DefaultRuns };
        runs.Validators.Add(result =>
        {
            if (result.GetValue(runs) is < 1 or > MaxRuns)
            {
                result.AddError($"--runs takes a number from 1 to {MaxRuns}.");
            }
        });
        var tracks = new Option<int>("--tracks") { Description = "Tracks of the catalogue that is searched.", DefaultValueFactory = _ => DefaultTracks };
        tracks.Validators.Add(result =>
        {
            if (result.GetValue(tracks) is < MinTracks or > MaxTracks)
            {
                result.AddError($"--tracks takes a number from {MinTracks} to {MaxTracks}.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Prints JSON instead of tables." };
        var only = new Option<string[]>("--only") { Description = "Measures these alone.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. Measurements.Select(measurement => measurement.Name)]);
        var command = new RootCommand("Measures speed and memory, beside Debian's ngtcp2 programs, b3sum and the databases' own means.") { runs, tracks, json, only };
        command.SetAction(parsed => MeasureAsync(parsed.GetValue(runs), parsed.GetValue(tracks), parsed.GetValue(json), parsed.GetValue(only) ?? []));

        // Signals are handled below: the library would end the process before children and files are gone.
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> MeasureAsync(int runs, int tracks, bool asJson, string[] only)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            var machine = MachineDescription.Read();
            var sections = new List<Section>();
            await using var context = await BenchContext.CreateAsync(runs, tracks, stop.Token);
            foreach (var measurement in Measurements.Where(measurement => only.Length == 0 || only.Contains(measurement.Name)))
            {
                await Console.Error.WriteLineAsync($"Measuring: {measurement.Title}");
                sections.Add(await MeasureAsync(measurement, context, stop.Token));
            }

            var report = new BenchReport(machine, sections);
            if (asJson)
            {
                JsonReport.Print(report);
            }
            else
            {
                TableReport.Print(report);
            }

            return sections.Any(section => section.Failure is not null) ? ExitNotMeasured : 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitStopped;
        }
        catch (Exception exception) when (exception is IrohBindException or IOException or UnauthorizedAccessException)
        {
            // A library is missing, or the temporary folder is full.
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitNotMeasured;
        }
    }

    /// <summary>One measurement. One that fails says so in its place, and the others go on.</summary>
    private static async Task<Section> MeasureAsync(IMeasurement measurement, BenchContext context, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(TimeLimit);
        try
        {
            return await measurement.RunAsync(context, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Section.Failed(measurement, $"It did not end within {TimeLimit.TotalMinutes} minutes.");
        }
        catch (Exception exception) when (exception is BenchException or IOException or UnauthorizedAccessException)
        {
            return Section.Failed(measurement, exception.Message);
        }
    }
}
