using SoundTime.Storage.Tests.Killing;

return args switch
{
    [KilledWriter.Command, var folder] => await KilledWriter.RunAsync(folder),
    [KilledCache.Command, var folder] => await KilledCache.RunAsync(folder),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
