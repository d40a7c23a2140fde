using SoundTime.Silo;
using SoundTime.Silo.Commands;

using var signals = new ShutdownSignals();
return await new CommandLine(ProgramContext.OfProcess()).RunAsync(args, signals.Token);
