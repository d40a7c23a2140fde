using SoundTime.Iroh.Identity;
using SoundTime.Silo;
using SoundTime.Silo.Commands;

using var signals = new ShutdownSignals();
return await new CommandLine(ProgramContext.OfProcess(), path => KeyFile.LoadOrCreate(path).NodeId).RunAsync(args, signals.Token);
