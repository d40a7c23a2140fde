using System.Text;
using System.Text.Json;

namespace SoundTime.Blake3.Tests.Support;

/// <summary>The official test vectors (TestVectors/README.md).</summary>
internal sealed record OfficialVectors(byte[] Key, string Context, IReadOnlyList<OfficialVector> Cases)
{
    public static OfficialVectors Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "TestVectors", "test_vectors.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        return new OfficialVectors(
            Encoding.ASCII.GetBytes(root.GetProperty("key").GetString()!),
            root.GetProperty("context_string").GetString()!,
            [.. root.GetProperty("cases").EnumerateArray().Select(Case)]);
    }

    private static OfficialVector Case(JsonElement element) => new(
        element.GetProperty("input_len").GetInt32(),
        Convert.FromHexString(element.GetProperty("hash").GetString()!),
        Convert.FromHexString(element.GetProperty("keyed_hash").GetString()!),
        Convert.FromHexString(element.GetProperty("derive_key").GetString()!));
}
