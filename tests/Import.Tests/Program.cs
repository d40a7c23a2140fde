using SoundTime.Import.Tests.Support;

return args is [ImportingChild.Command, var data, var music]
    ? await ImportingChild.RunAsync(data, music)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
