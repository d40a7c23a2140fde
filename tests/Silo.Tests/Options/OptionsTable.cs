using System.Text;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Tests.Options;

/// <summary>The table of docs/configuration.md, made from the declarations.</summary>
internal static class OptionsTable
{
    public static string Write()
    {
        var table = new StringBuilder("| name | flag | default | meaning | accepted |\n|---|---|---|---|---|\n");
        foreach (var option in OptionDeclaration.All)
        {
            var names = string.Join(", ", option.Names.Select(name => $"`{name}`"));
            var flag = option.Flag is null ? "none" : $"`{option.Flag}`";
            var value = option.DefaultText == "none" ? "none" : $"`{option.DefaultText}`";
            table.Append($"| {names} | {flag} | {value} | {option.Description} | {option.Kind.Accepts.Replace("<", "&lt;", StringComparison.Ordinal)} |\n");
        }

        return table.ToString();
    }
}
