using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class UploadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_becomes_a_track_with_the_fields_that_stand_before_or_after_it(bool fieldsFirst)
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();
        using var form = new MultipartFormDataContent();
        void AddFields()
        {
            form.Add(new StringContent("Élan"), "title");
            form.Add(new StringContent("Album"), "album");
            form.Add(new StringContent("Artist"), "artist");
        }

        if (fieldsFirst)
        {
            AddFields();
        }

        form.Add(new ByteArrayContent(Wave.File()), "file", "tone.wav");
        if (!fieldsFirst)
        {
            AddFields();
        }

        var body = await PostAsync(host, "/api/upload", form, HttpStatusCode.OK);

        Assert.Equal("id title duration format message", string.Join(' ', body.EnumerateObject().Select(property => property.Name)));
        Assert.Equal("Élan", body.GetProperty("title").GetString());
        Assert.Equal(1, body.GetProperty("duration").GetSingle(), 0.01);
        Assert.Equal("wav", body.GetProperty("format").GetString());
        var track = await host.Catalogue.FindTrackAsync(body.GetProperty("id").GetGuid(), Cancellation);
        Assert.Equal("Artist", track?.Tags.ArtistName);
        Assert.Equal("Album", track?.Tags.AlbumTitle);
        Assert.Single(host.MusicFiles);
        Assert.Empty(host.Uploads);
    }

    [Fact]
    public async Task The_same_bytes_again_are_the_same_track()
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();
        using var first = OneFile(Wave.File(), "tone.wav");
        using var again = OneFile(Wave.File(), "other.wav");

        var one = await PostAsync(host, "/api/upload", first, HttpStatusCode.OK);
        var two = await PostAsync(host, "/api/upload", again, HttpStatusCode.OK);

        Assert.Equal(one.GetProperty("id").GetGuid(), two.GetProperty("id").GetGuid());
        Assert.NotEqual(one.GetProperty("message").GetString(), two.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("song.exe", "MZ", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("song.mp3", "this is no music", HttpStatusCode.UnprocessableEntity)]
    [InlineData("song.flac", "", HttpStatusCode.UnprocessableEntity)]
    public async Task A_file_that_is_no_music_is_refused_and_leaves_nothing(string name, string content, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();
        using var form = OneFile(Encoding.ASCII.GetBytes(content), name);

        await PostAsync(host, "/api/upload", form, status);

        Assert.Empty(host.MusicFiles);
        Assert.Empty(host.Log.Lines);
    }

    [Fact]
    public async Task A_folder_in_the_file_name_leads_nowhere()
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();
        using var form = OneFile(Wave.File(), "../../../../escaped.wav");

        await PostAsync(host, "/api/upload", form, HttpStatusCode.OK);

        Assert.EndsWith("escaped.wav", Assert.Single(host.MusicFiles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_has_a_result_for_each_file_and_goes_on_after_one_that_fails()
    {
        await using var host = await ApiHost.StartWithDatabaseAsync(options => options with { MaxUploadBytes = 100_000 });
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Wave.File(1)), "files", "one.wav" },
            { new ByteArrayContent([1, 2, 3]), "files", "two.wav" },
            { new ByteArrayContent(new byte[100_001]), "files", "three.wav" },
            { new StringContent("not a file"), "files" },
            { new ByteArrayContent(Wave.File(2)), "files", "four.wav" },
        };

        var body = await PostAsync(host, "/api/upload/batch", form, HttpStatusCode.OK);

        Assert.Equal(2, body.GetProperty("imported").GetInt32());
        Assert.Equal(2, body.GetProperty("failed").GetInt32());
        var results = body.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["one.wav", "two.wav", "three.wav", "four.wav"], results.Select(result => result.GetProperty("file").GetString()));
        Assert.Equal([200, 422, 413, 200], results.Select(result => result.GetProperty("status").GetInt32()));
        Assert.True(results[0].TryGetProperty("track", out _));
        Assert.True(results[1].TryGetProperty("error", out _));
        Assert.Equal(2, host.MusicFiles.Count());
    }

    [Fact]
    public async Task A_batch_takes_fifty_files_at_most()
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < 52; i++)
        {
            form.Add(new ByteArrayContent([1]), "files", $"{i}.txt");
        }

        var body = await PostAsync(host, "/api/upload/batch", form, HttpStatusCode.OK);

        var results = body.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(51, results.Length);
        Assert.Equal(413, results[50].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task An_uploaded_track_is_listed_and_played_to_the_byte()
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();
        host.Content.Open = _ => File.OpenRead(Assert.Single(host.MusicFiles));
        using var form = OneFile(Wave.File(), "tone.wav");
        var id = (await PostAsync(host, "/api/upload", form, HttpStatusCode.OK)).GetProperty("id").GetGuid();

        var list = await host.Client.GetFromJsonAsync<JsonElement>("/api/tracks", Cancellation);
        Assert.Equal(id, Assert.Single(list.GetProperty("data").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(Wave.File(), await host.Client.GetByteArrayAsync($"/api/tracks/{id}/stream", Cancellation));

        var beyond = await host.Client.GetFromJsonAsync<JsonElement>("/api/tracks?page=2147483647&per_page=100", Cancellation);
        Assert.Empty(beyond.GetProperty("data").EnumerateArray());
        Assert.Equal(1, beyond.GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Head_of_a_track_of_ours_says_what_get_says()
    {
        await using var host = await ApiHost.StartWithDatabaseAsync();
        using var form = OneFile(Wave.File(), "tone.wav");
        var id = (await PostAsync(host, "/api/upload", form, HttpStatusCode.OK)).GetProperty("id").GetGuid();
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/api/tracks/{id}/stream");

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(Wave.File().Length, response.Content.Headers.ContentLength);
        Assert.Equal("audio/wav", response.Content.Headers.ContentType?.ToString());
    }

    private static MultipartFormDataContent OneFile(byte[] content, string name) => new() { { new ByteArrayContent(content), "file", name } };

    private static async Task<JsonElement> PostAsync(ApiHost host, string path, HttpContent form, HttpStatusCode status)
    {
        using var response = await host.Client.PostAsync(path, form, Cancellation);
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
