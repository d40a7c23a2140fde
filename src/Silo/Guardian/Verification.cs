using SoundTime.Import;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Silo.Guardian;

/// <summary>One look at all files, or at some, for an admin who waits for it.</summary>
/// <param name="catalogue">Knows the imported files, and who else holds them.</param>
/// <param name="blobs">Holds the blobs.</param>
/// <param name="check">Looks.</param>
/// <param name="recorder">Draws the consequences.</param>
/// <param name="nodeRuns">Whether a node that talks to others runs on this data.</param>
/// <param name="time">The clock.</param>
internal sealed class Verification(ICatalogue catalogue, BlobStore blobs, IntegrityCheck check, FindingRecorder recorder, bool nodeRuns, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<VerifyFinding> _findings = [];
    private VerifyReport _report = new();
    private long _total, _totalBytes, _done, _doneBytes;

    /// <summary>Looks at what is in the scope. Called once.</summary>
    /// <exception cref="StorageException">The catalogue cannot be read.</exception>
    /// <exception cref="BlobException">The folder of blobs cannot be used.</exception>
    public async Task<VerifyReport> RunAsync(VerifyScope scope, IProgress<VerifyProgress> progress, CancellationToken cancellationToken)
    {
        if (await CountAsync(scope, cancellationToken) is { Count: > 0 } unknown)
        {
            return new VerifyReport { UnknownPaths = unknown };
        }

        if (scope.Library)
        {
            foreach (var path in RootsOf(scope))
            {
                if (await catalogue.FindLocalFileAsync(path, cancellationToken) is { } itself && await check.CheckAsync(itself, cancellationToken) is { } looked)
                {
                    await TakeAsync(looked, progress, cancellationToken);
                }

                await foreach (var file in check.CheckLibraryAsync(path, position: null, cancellationToken))
                {
                    await TakeAsync(file, progress, cancellationToken);
                }
            }
        }

        if (scope.Blobs)
        {
            await foreach (var blob in check.CheckBlobsAsync(position: null, cancellationToken))
            {
                await TakeAsync(blob, progress, cancellationToken);
            }

            foreach (var stray in check.FindStrays())
            {
                await TakeAsync(stray, progress, cancellationToken);
            }
        }

        return _report with { Findings = _findings, Elapsed = time.GetElapsedTime(_start) };
    }

    private static IReadOnlyList<string> RootsOf(VerifyScope scope) => scope.Paths.Count > 0 ? scope.Paths : ["/"];

    /// <summary>Counts what is to be read, for the progress; answers the paths at or below which nothing was imported.</summary>
    private async Task<List<string>> CountAsync(VerifyScope scope, CancellationToken cancellationToken)
    {
        var unknown = new List<string>();
        foreach (var path in scope.Library ? RootsOf(scope) : [])
        {
            var before = _total;
            if (await catalogue.FindLocalFileAsync(path, cancellationToken) is { } itself)
            {
                Count(itself.Size);
            }

            await foreach (var file in catalogue.ListLocalFilesAsync(path, cancellationToken))
            {
                Count(file.Size);
            }

            if (_total == before && scope.Paths.Count > 0)
            {
                unknown.Add(path);
            }
        }

        if (scope.Blobs)
        {
            foreach (var blob in blobs.List())
            {
                cancellationToken.ThrowIfCancellationRequested();
                Count(blob.Length);
            }
        }

        return unknown;
    }

    private void Count(long bytes)
    {
        _total++;
        _totalBytes += bytes;
    }

    private async Task TakeAsync(CheckedFile file, IProgress<VerifyProgress> progress, CancellationToken cancellationToken)
    {
        if (file.IsFinding)
        {
            await KeepAsync(file, cancellationToken);
        }
        else
        {
            await recorder.RecordAsync(file, cancellationToken);
            _report = file.Verdict switch
            {
                CheckVerdict.Right => _report with { Right = _report.Right + 1, Bytes = _report.Bytes + file.Size },
                CheckVerdict.Changed => _report with { Changed = _report.Changed + 1 },
                _ => _report with { NotReachable = _report.NotReachable + 1 },
            };
        }

        _done++;
        _doneBytes += file.Size;
        // What came meanwhile was not counted.
        progress.Report(new VerifyProgress(
            _done, Math.Max(_total, _done), _doneBytes, Math.Max(_totalBytes, _doneBytes), _report.Found, file.Subject, time.GetElapsedTime(_start)));
    }

    /// <summary>A finding that cannot be kept is told nevertheless: the admin waits for it.</summary>
    private async Task KeepAsync(CheckedFile file, CancellationToken cancellationToken)
    {
        var isKept = true;
        try
        {
            await recorder.RecordAsync(file, cancellationToken);
        }
        catch (StorageException)
        {
            isKept = false;
        }

        _report = _report with { Found = _report.Found + 1 };
        if (_findings.Count < VerifyReport.MaxFindings)
        {
            var holders = file.Hash is { } hash ? (await catalogue.ListCopiesAsync(hash, cancellationToken)).Count : 0;
            var advice = FindingAdvice.Of(file, holders, nodeRuns);
            var warning = isKept ? "" : " This could not be noted down: is the disk full? Make room and verify it again.";
            _findings.Add(new VerifyFinding(file.Verdict, file.Subject, file.Hash?.ToString(), file.Place, holders, isKept, advice + warning));
        }
    }
}
