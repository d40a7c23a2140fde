using System.Collections.Immutable;

namespace SoundTime.Grains.Contract.Grains;

/// <summary>A record with one of everything that records may hold.</summary>
public sealed record Letter(
    string Text,
    string? Nothing,
    LetterKind Kind,
    DateTimeOffset At,
    TimeSpan? Took,
    IReadOnlyList<string> Names,
    ulong[] Numbers,
    ImmutableArray<int> Others,
    Dictionary<string, long> Counts,
    Stamp Stamp,
    double Share);
