using System.Net.Http.Json;
using System.Text.Json;

namespace SoundTime.Api.Tests.Support;

/// <summary>What several tests expect of an answer.</summary>
internal static class Expect
{
    /// <summary>The body is <c>{"error": text}</c> and nothing else; answers the text.</summary>
    public static async Task<string> ErrorBodyAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var property = Assert.Single(body.EnumerateObject());
        Assert.Equal("error", property.Name);
        var text = property.Value.GetString();
        Assert.False(string.IsNullOrWhiteSpace(text));
        return text!;
    }
}
