using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SoundTime.Bench;

/// <summary>The report for machines: numbers are not rounded.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(BenchReport report)
    {
        var root = new JsonObject
        {
            ["machine"] = JsonSerializer.SerializeToNode(report.Machine, Options),
            ["sections"] = new JsonArray([.. report.Sections.Select(ToNode)]),
        };
        Console.WriteLine(root.ToJsonString(Options));
    }

    private static JsonObject ToNode(Section section) => new()
    {
        ["name"] = section.Name,
        ["title"] = section.Title,
        ["asked"] = section.Asked,
        ["aim"] = section.Aim,
        ["failure"] = section.Failure,
        ["rows"] = new JsonArray([.. section.Rows.Select(row => ToNode(section.Columns, row))]),
    };

    private static JsonObject ToNode(IReadOnlyList<Column> columns, object?[] row)
    {
        var node = new JsonObject();
        for (var i = 0; i < row.Length; i++)
        {
            node[columns[i].Key] = JsonSerializer.SerializeToNode(row[i], Options);
        }

        return node;
    }
}
