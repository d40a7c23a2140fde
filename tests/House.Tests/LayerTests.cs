using System.Xml.Linq;

namespace SoundTime.House.Tests;

/// <summary>Who may know whom (ARCHITECTURE, "The map").</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Wire"] = [],
        ["Blake3"] = [],
        ["Iroh"] = ["Wire", "Blake3"],
        ["Storage"] = ["Wire", "Blake3"],
        ["Import"] = ["Wire", "Blake3", "Storage"],
        ["Grains.Embedded"] = ["Storage"],
        ["Grains"] = ["Wire", "Storage", "Grains.Embedded"],
        ["Relay"] = ["Wire", "Blake3", "Iroh"],
        ["Api"] = ["Wire", "Blake3", "Storage", "Import"],
        ["Silo"] = ["Wire", "Blake3", "Iroh", "Storage", "Import", "Grains", "Grains.Embedded", "Relay", "Api"],
    };

    [Fact]
    public void Projects_know_only_those_below_them()
    {
        var violations =
            from file in Repository.Files("*.csproj")
            where file.StartsWith("src/", StringComparison.Ordinal)
            let project = file.Split('/')[1]
            from known in XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference")
            let other = known.Attribute("Include")!.Value.Replace('\\', '/').Split('/')[^2]
            where !Allowed.TryGetValue(project, out var allowed) || !allowed.Contains(other)
            select $"{project} refers to {other}";
        Assert.Empty(violations);
    }

    [Fact]
    public void The_map_names_every_project()
    {
        var map = Repository.Read("ARCHITECTURE.md");
        var projects = Repository.Files("*.csproj").Where(file => file.StartsWith("src/", StringComparison.Ordinal)).Select(file => file.Split('/')[1]);
        Assert.All(projects, project => Assert.Contains($"src/{project}/", map, StringComparison.Ordinal));
        Assert.All(projects, project => Assert.Contains(project, Allowed));
    }

    [Theory]
    [InlineData("Wire")]
    [InlineData("Storage")]
    [InlineData("Import")]
    [InlineData("Grains")]
    [InlineData("Grains.Embedded")]
    [InlineData("Api")]
    public void Only_the_endpoint_and_the_program_see_sockets(string project)
    {
        var violations = Repository.Files("*.cs")
            .Where(file => file.StartsWith($"src/{project}/", StringComparison.Ordinal))
            .Where(file => Repository.Read(file).Contains("System.Net.Sockets", StringComparison.Ordinal));
        Assert.Empty(violations);
    }
}
