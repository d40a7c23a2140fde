namespace SoundTime.Import.Tests.Support;

/// <summary>This program as an importer that prints each new track: what the kill test kills.</summary>
internal static class ImportingChild
{
    public const string Command = "--import";

    public static async Task<int> RunAsync(string data, string music)
    {
        await using var host = await Host.OpenAsync(data, onImported: (track, _) =>
        {
            Console.WriteLine(track.Hash);
            return ValueTask.CompletedTask;
        });
        await host.Importer.ImportAsync([music], progress: null, CancellationToken.None);
        return 0;
    }
}
