namespace SoundTime.Grains.Search;

/// <summary>
/// The memory for filters of peers, for all parts of a process together. What does not fit is not loaded: its peer counts as one that may know.
/// For use by several threads.
/// </summary>
/// <param name="budget">Most bytes that all filters together may take.</param>
public sealed class FilterMemory(long budget)
{
    /// <summary>The default, 1500 MB: room for 13,000 filters of default size.</summary>
    public const long DefaultBudget = 1500L * 1024 * 1024;

    /// <summary>The share of a small machine's memory that filters may take: one part in so many.</summary>
    private const long ShareOfMachine = 4;

    private long _used;

    /// <summary>Most bytes that all filters together may take.</summary>
    public long Budget { get; } = budget;

    /// <summary>Bytes that filters take now.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Lets through those who read filters from the store, a few at a time.</summary>
    internal SemaphoreSlim Loads { get; } = new(SearchLimits.MaxLoads);

    /// <summary>The budget where none is set: <see cref="DefaultBudget"/>, but at most a quarter of the memory that this process may have.</summary>
    public static long BudgetOfMachine() => Math.Min(DefaultBudget, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMachine);

    /// <summary>Whether that many bytes more are within the budget.</summary>
    internal bool HasRoom(int length) => Used + length <= Budget;

    /// <summary>Memory of that many bytes, from 1; null where it would be too much, or the system has none.</summary>
    internal FilterBits? TryRent(int length)
    {
        if (Interlocked.Add(ref _used, length) > Budget)
        {
            Return(length);
            return null;
        }

        try
        {
            return new FilterBits(this, length);
        }
        catch (OutOfMemoryException)
        {
            Return(length);
            return null;
        }
    }

    /// <summary>Memory was let go.</summary>
    internal void Return(int length) => Interlocked.Add(ref _used, -length);
}
