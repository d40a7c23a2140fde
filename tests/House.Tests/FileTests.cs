using System.Text.RegularExpressions;

namespace SoundTime.House.Tests;

/// <summary>The size and shape of files.</summary>
public sealed partial class FileTests
{
    /// <summary>No file of code is longer; above 400 lines it wants splitting.</summary>
    private const int MaxLines = 600;

    [Fact]
    public void No_file_of_code_outgrows_its_cap()
    {
        var violations =
            from file in Repository.Files("*.cs").Concat(Repository.Files("*.mjs")).Concat(Repository.Files("*.ts"))
            let lines = Repository.Read(file).Count(character => character == '\n')
            where lines > MaxLines
            select $"{file}: {lines} lines";
        Assert.Empty(violations);
    }

    [Fact]
    public void Source_files_hold_one_type_that_bears_their_name()
    {
        var violations =
            from file in Repository.Files("*.cs")
            where file.StartsWith("src/", StringComparison.Ordinal)
            let name = Path.GetFileNameWithoutExtension(file).Split('.', '{')[0]
            where name is not ("Program" or "AssemblyInfo")
            let types = TypeDeclaration().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value).Distinct().ToList()
            where types.Count != 1 || types[0] != name
            select $"{file}: {string.Join(", ", types)}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var violations =
            from file in Repository.Files("*.cs").Concat(Repository.Files("*.mjs")).Concat(Repository.Files("*.md"))
            where !file.EndsWith("FileTests.cs", StringComparison.Ordinal)
            let text = Repository.Read(file)
            where Unfinished().IsMatch(text)
            select file;
        Assert.Empty(violations);
    }

    // Declarations at the left margin: nested types belong to their file.
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|struct|record(?:\s+(?:class|struct))?|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|Thread\.Sleep\(|async void|Skip\s*=\s*""")]
    private static partial Regex Unfinished();
}
