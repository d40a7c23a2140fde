using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh.Identity;
using SoundTime.Silo;
using SoundTime.Silo.Commands;
using SoundTime.Silo.Doctor;
using SoundTime.Silo.Hosting;

using var signals = new ShutdownSignals();
var commands = new CommandLine(
    ProgramContext.OfProcess(),
    path => KeyFile.LoadOrCreate(path).NodeId,
    (options, cancellationToken) => NodeStores.OpenAsync(options, NullLoggerFactory.Instance, cancellationToken),
    StoppedNodeDoctor.ExamineAsync);
return await commands.RunAsync(args, signals.Token);
