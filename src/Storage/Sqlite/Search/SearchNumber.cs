using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>The numbers of <c>search_items</c>: each kind has a range of its own.</summary>
internal static class SearchNumber
{
    private const int KindShift = 40;

    /// <summary>The first number of a kind.</summary>
    public static long First(SearchKind kind) => (long)kind << KindShift;

    /// <summary>The first number after those of a kind.</summary>
    public static long End(SearchKind kind) => First(kind + 1);

    /// <summary>The place of a number within the range of its kind.</summary>
    public static long PlaceOf(long number) => number & ((1L << KindShift) - 1);
}
