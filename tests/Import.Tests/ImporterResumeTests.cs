using System.Diagnostics;
using SoundTime.Import.Tests.Support;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Import.Tests;

public sealed class ImporterResumeTests(Samples samples) : ImportTest(samples)
{
    private const int Interrupt = 3;

    private readonly CancellationTokenSource _stop = new();

    public override ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_cancelled_import_goes_on_where_it_was()
    {
        CopyPlain();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Host.Importer.ImportAsync([Music.Path], progress: null, _stop.Token));
        var done = (await Host.Catalogue.CountAsync(Token)).LocalTracks;
        Assert.InRange(done, Interrupt, Samples.PlainCount - 1);

        var report = await ImportAsync();

        Assert.Equal((Samples.PlainCount - done, done, 0), (report.Imported, report.Unchanged, report.Failed));
    }

    [Fact]
    public async Task A_killed_import_loses_nothing_that_it_told_and_goes_on_where_it_was()
    {
        CopyPlain();
        using var data = new TemporaryFolder();
        using (var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ChildArguments(data.Path)) { RedirectStandardOutput = true })!)
        {
            for (var line = 0; line < Interrupt; line++)
            {
                Assert.NotNull(await child.StandardOutput.ReadLineAsync(Token));
            }

            child.Kill();
            await child.WaitForExitAsync(Token);
        }

        await using var host = await Host.OpenAsync(data.Path);
        var done = (await host.Catalogue.CountAsync(Token)).LocalTracks;
        var report = await host.Importer.ImportAsync([Music.Path], progress: null, Token);

        Assert.InRange(done, Interrupt, Samples.PlainCount);
        Assert.Equal((Samples.PlainCount - done, done, 0), (report.Imported, report.Unchanged, report.Failed));
    }

    protected override async ValueTask OnImported(Track track, CancellationToken cancellationToken)
    {
        await base.OnImported(track, cancellationToken);
        if (Told.Count == Interrupt)
        {
            await _stop.CancelAsync();
        }
    }

    private void CopyPlain()
    {
        for (var index = 0; index < Samples.PlainCount; index++)
        {
            Music.Copy(Samples.Plain(index), $"{index:00}.wav");
        }
    }

    /// <summary>The test program is run by itself or by <c>dotnet</c>.</summary>
    private string[] ChildArguments(string data)
    {
        string[] arguments = [ImportingChild.Command, data, Music.Path];
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Host).Assembly.Location, .. arguments] : arguments;
    }
}
