using SoundTime.Storage.Tests.Killing;

return args is [KilledWriter.Command, var folder]
    ? await KilledWriter.RunAsync(folder)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
