namespace SoundTime.Api;

/// <summary>What has come of one question so far: each track once, at most <see cref="SearchLimits.MaxTaken"/>.</summary>
internal sealed class SearchGathering
{
    private readonly Dictionary<string, SearchResult> _found = [];
    private SearchUpdate _last = new([], Asked: 0, Answered: 0, Failed: 0, Failure: null);

    /// <summary>Whether no more comes.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Tracks that were found.</summary>
    public int Count => _found.Count;

    /// <summary>What this node could not ask on its own side; null where it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>For people: what is missing, and why; null where nothing is.</summary>
    public string? Missing
    {
        get
        {
            var waiting = IsComplete ? 0 : _last.Asked - _last.Answered - _last.Failed;
            return Failure
                ?? (_last.Failed + waiting > 0 ? $"{_last.Failed + waiting} of the {_last.Asked} peers that were asked did not answer in time." : null)
                ?? (IsComplete ? null : "The search was not over in time.");
        }
    }

    /// <summary>How far it has come.</summary>
    public SearchProgressBody Progress => new(_last.Asked, _last.Answered, _last.Failed, Count, IsComplete ? Missing : Failure);

    /// <summary>Takes in what has come; answers what of it is to be told.</summary>
    public IReadOnlyList<SearchResult> Add(SearchUpdate update)
    {
        _last = update;
        Failure = update.Failure ?? Failure;
        var taken = new List<SearchResult>(Math.Min(update.Results.Count, SearchLimits.MaxTaken));
        foreach (var result in update.Results)
        {
            if (_found.ContainsKey(result.Hash) || _found.Count < SearchLimits.MaxTaken)
            {
                _found[result.Hash] = result;
                taken.Add(result);
            }
        }

        return taken;
    }

    /// <summary>No more comes.</summary>
    public void Complete() => IsComplete = true;

    /// <summary>The search itself failed.</summary>
    public void Fail(string text) => Failure ??= text;

    /// <summary>The first so many. Own tracks leave half of the places to those of others, for which peers were asked.</summary>
    public IEnumerable<SearchResult> Best(int limit)
    {
        var ranked = Ranked().ToList();
        var own = ranked.Count(result => result.Local);
        var ofOthers = Math.Min(limit / 2, ranked.Count - own);
        return ranked.Take(Math.Min(own, limit - ofOthers)).Concat(ranked.Skip(own)).Take(limit);
    }

    /// <summary>All of it: own tracks first, then by relevance.</summary>
    public IEnumerable<SearchResult> Ranked() => _found.Values
        .OrderByDescending(result => result.Local)
        .ThenByDescending(result => result.Relevance)
        .ThenBy(result => result.Title, StringComparer.Ordinal)
        .ThenBy(result => result.Hash, StringComparer.Ordinal);
}
