using System.Text.Json;
using SoundTime.Silo.Terminal;

namespace SoundTime.Silo.Tests.Terminal;

public sealed class SearchPlacesTests
{
    [Fact]
    public void Own_tracks_take_half_of_the_places_until_all_have_answered()
    {
        var places = new SearchPlaces(5);

        Assert.Equal(["a", "b", "c"], HashesOf(places.Take(Tracks(isOwn: true, "a", "b", "c", "d", "e"))));
        Assert.Equal(["x"], HashesOf(places.Take(Tracks(isOwn: false, "x", "x"))));
        Assert.False(places.IsFull);
        Assert.Equal(["d"], HashesOf(places.TakeRest()));
        Assert.True(places.IsFull);
    }

    [Fact]
    public void Tracks_of_peers_take_all_places_that_own_ones_have_not_taken()
    {
        var places = new SearchPlaces(2);

        Assert.Equal(["x", "y"], HashesOf(places.Take(Tracks(isOwn: false, "x", "y", "z"))));
        Assert.Empty(places.Take(Tracks(isOwn: true, "a")));
        Assert.Equal(2, places.Taken);
    }

    private static JsonElement Tracks(bool isOwn, params string[] hashes) =>
        JsonSerializer.SerializeToElement(hashes.Select(hash => new { hash, local = isOwn }));

    private static IEnumerable<string?> HashesOf(IReadOnlyList<JsonElement> tracks) => tracks.Select(track => track.GetProperty("hash").GetString());
}
