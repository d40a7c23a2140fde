using System.CommandLine;
using SoundTime.Silo.Guardian;
using SoundTime.Silo.Hosting;
using SoundTime.Silo.Options;
using SoundTime.Silo.Terminal;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime verify</c>: reads the files that a node holds and tells which are not what they should be. May run beside the node.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandLine commandLine)
    {
        var paths = new Argument<string[]>("path") { Description = "Imported files, and folders with all that is below them; without any, all files and blobs.", Arity = ArgumentArity.ZeroOrMore };
        var library = new Option<bool>("--library-only") { Description = "Read imported files only." };
        var blobs = new Option<bool>("--blobs-only") { Description = "Read blobs only: pictures, and tracks fetched from other nodes." };
        var rate = new Option<string>("--rate") { Description = "Read so much a second at most: bytes, or a whole number with KB, MB or GB.", HelpName = "size" };
        var json = new Option<bool>("--json") { Description = "Write a JSON object a line: progress while it runs, the report at the end." };
        var command = new Command(
            "verify", "Read the files that the node holds and find those that the disk has changed: exit code 0 if all are right, 1 otherwise. A node may run meanwhile.")
        {
            paths, library, blobs, rate, json,
        };
        commandLine.Flags.AddTo(
            command,
            nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.LibraryDirectory), nameof(NodeOptions.BlobDirectory),
            nameof(NodeOptions.UploadDirectory), nameof(NodeOptions.LogLevels), nameof(NodeOptions.LogFormat));
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            var context = commandLine.Context;
            var named = arguments.GetValue(paths) ?? [];
            var (onlyLibrary, onlyBlobs) = (arguments.GetValue(library), arguments.GetValue(blobs));
            if (onlyBlobs && (onlyLibrary || named.Length > 0))
            {
                context.Tell("--blobs-only goes neither with paths nor with --library-only.");
                return ExitCode.Configuration;
            }

            if (!TryReadRate(arguments.GetValue(rate), out var bytesPerSecond))
            {
                context.Tell($"--rate \"{arguments.GetValue(rate)}\" is no size; accepted: bytes, or a whole number with KB, MB, GB or TB, at least 1.");
                return ExitCode.Configuration;
            }

            // Opening it would make a new database, in which nothing is wrong.
            if (options.DatabaseUrl is null && !File.Exists(options.DatabasePath))
            {
                context.Tell($"no node has its data in {options.DataDirectory}; name its folder with --data, or plug in its disk.");
                return ExitCode.Failed;
            }

            string[] absolute = [.. named.Select(path => Path.GetFullPath(path, context.WorkingDirectory))];
            var scope = new VerifyScope(absolute, Library: !onlyBlobs, Blobs: !onlyLibrary && absolute.Length == 0);
            return await RunAsync(context, options, scope, bytesPerSecond, arguments.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ProgramContext context, NodeOptions options, VerifyScope scope, long? bytesPerSecond, bool asJson, CancellationToken cancellationToken)
    {
        try
        {
            var report = await WorkDisplay<VerifyProgress, VerifyReport>.Create(context, asJson, new VerifyWords()).ShowAsync(
                progress => VerifyHost.RunAsync(options, scope, bytesPerSecond, progress, cancellationToken));
            foreach (var path in report.UnknownPaths)
            {
                context.Tell($"nothing was imported from {path}; name files and folders as they were imported.");
            }

            return report.UnknownPaths.Count > 0 ? ExitCode.Configuration : report.IsAllRight ? ExitCode.Success : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Tell("interrupted; what was found is kept.");
            return ExitCode.Interrupted;
        }
    }

    private static bool TryReadRate(string? text, out long? bytesPerSecond)
    {
        bytesPerSecond = null;
        if (text is null)
        {
            return true;
        }

        var isSize = ByteSize.TryParse(text, out var bytes) && bytes > 0;
        bytesPerSecond = isSize ? bytes : null;
        return isSize;
    }
}
