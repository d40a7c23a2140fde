using System.Diagnostics;
using SoundTime.Storage;

namespace SoundTime.Bench;

/// <summary>Takes in all announcements of the one peer, then the same again, and tells how long that took and how much memory.</summary>
internal static class IngestRole
{
    private const int WarmUpPages = 4;

    /// <param name="store">Which of our stores.</param>
    /// <param name="warmUp">The address of a new database, on which the compiler warms up.</param>
    /// <param name="address">The address of the new database that is measured.</param>
    public static async Task<int> RunAsync(string store, string warmUp, string address)
    {
        await using (var stores = await IngestStores.OpenAsync(store, warmUp, CancellationToken.None))
        {
            await RecordAsync(stores, 0, WarmUpPages, added: AnnouncedMusic.PageSize);
            await RecordAsync(stores, 0, WarmUpPages, added: 0);
        }

        await using (var stores = await IngestStores.OpenAsync(store, address, CancellationToken.None))
        {
            const int tenth = AnnouncedMusic.Pages / 10;
            var before = MemorySnapshot.Take().Resident;
            var first = await RecordAsync(stores, 0, tenth, added: AnnouncedMusic.PageSize);
            var atTenth = ProcessMemory.PeakResident(Environment.ProcessId);
            first += await RecordAsync(stores, tenth, AnnouncedMusic.Pages, added: AnnouncedMusic.PageSize);
            var again = await RecordAsync(stores, 0, AnnouncedMusic.Pages, added: 0);
            BenchProtocol.Tell(new IngestResult(first, again, before, atTenth, ProcessMemory.PeakResident(Environment.ProcessId)));
        }

        return 0;
    }

    /// <summary>Records pages; answers what the store took. Making the pages does not count.</summary>
    private static async Task<WorkResult> RecordAsync(IStores stores, int from, int to, int added)
    {
        var taken = new WorkResult(0, 0);
        for (var number = from; number < to; number++)
        {
            var page = AnnouncedMusic.Page(number);
            var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            var outcome = await stores.Catalogue.RecordAnnouncementsAsync(AnnouncedMusic.Peer, page, CancellationToken.None);
            taken += new WorkResult(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            if (outcome.Added != added)
            {
                throw new BenchException($"Page {number}: {outcome.Added} copies were new, not {added}.");
            }
        }

        return taken;
    }
}
