using System.CommandLine;
using SoundTime.Import;
using SoundTime.Silo.Hosting;
using SoundTime.Silo.Options;
using SoundTime.Silo.Terminal;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime import</c>: takes files and folders of music into the catalogue, where they lie.</summary>
internal static class ImportCommand
{
    public static Command Create(CommandLine commandLine)
    {
        var paths = new Argument<string[]>("path") { Description = "Files, and folders with all that is below them.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write a JSON object a line: progress while it runs, the report at the end." };
        var command = new Command("import", "Take files and folders of music into the catalogue. They stay where they are.") { paths, json };
        commandLine.Flags.AddTo(
            command,
            nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.BlobDirectory),
            nameof(NodeOptions.LogLevels), nameof(NodeOptions.LogFormat));
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            var context = commandLine.Context;
            string[] absolute = [.. arguments.GetValue(paths)!.Select(path => Path.GetFullPath(path, context.WorkingDirectory))];
            string[] missing = [.. absolute.Where(path => !Path.Exists(path))];
            if (missing.Length > 0)
            {
                Array.ForEach(missing, path => context.Tell($"{path} does not exist; name files and folders of music."));
                return ExitCode.Configuration;
            }

            try
            {
                var report = await WorkDisplay<ImportProgress, ImportReport>.Create(context, arguments.GetValue(json), new ImportWords()).ShowAsync(
                    progress => ImportHost.RunAsync(options, absolute, progress, cancellationToken));
                return report.Failed == 0 ? ExitCode.Success : ExitCode.Failed;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                context.Tell("interrupted; what was imported stays, and the same command goes on from there.");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }
}
