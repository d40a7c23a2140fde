using System.CommandLine;
using System.Text.Json;
using SoundTime.Silo.Options;
using SoundTime.Silo.Terminal;
using Spectre.Console;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime config</c>: shows the options in force and where each came from.</summary>
internal static class ConfigCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(CommandLine commandLine)
    {
        var check = new Option<bool>("--check") { Description = "Only say whether the configuration can be used: exit code 0 or 2." };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("config", "Show the configuration in force and where each value came from.") { check, json };
        commandLine.Flags.AddAllTo(command);
        command.SetAction(arguments =>
        {
            if (commandLine.ReadOptions(arguments) is not { } result)
            {
                return ExitCode.Configuration;
            }

            if (!arguments.GetValue(check))
            {
                Write(result.Settings, arguments.GetValue(json), commandLine.Context);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(IReadOnlyList<OptionSetting> settings, bool asJson, ProgramContext context)
    {
        if (asJson)
        {
            var rows = settings.Select(setting => new { Name = setting.Option.Name, Value = setting.Text, Source = setting.Source.Text });
            context.Output.WriteLine(JsonSerializer.Serialize(rows, Json));
            return;
        }

        var table = new Table().NoBorder().AddColumns("OPTION", "VALUE", "FROM");
        foreach (var setting in settings)
        {
            table.AddRow(new Text(setting.Option.Name), new Text(setting.Text is { Length: > 0 } text ? text : "none"), new Text(setting.Source.Text));
        }

        PlainConsole.Create(context.Output, context.OutputIsTerminal).Write(table);
    }
}
