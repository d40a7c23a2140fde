using SoundTime.Interop.Tests.Support;

return args is [OurEndpoint.Command]
    ? await OurEndpoint.RunAsync()
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
