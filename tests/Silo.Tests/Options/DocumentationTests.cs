using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Options;

public sealed class DocumentationTests
{
    [Fact]
    public void The_configuration_page_holds_the_table_of_the_options_as_declared()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

        var table = OptionsTable.Write();
        Assert.True(page.Contains(table, StringComparison.Ordinal), $"docs/configuration.md needs this table:\n{table}");
    }
}
