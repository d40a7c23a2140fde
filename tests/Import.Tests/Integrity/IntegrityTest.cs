using SoundTime.Storage.Integrity;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Import.Tests.Integrity;

/// <summary>A test over files that a node holds.</summary>
public abstract class IntegrityTest : IAsyncLifetime
{
    private HeldFiles? _held;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected HeldFiles Held => _held!;

    private protected IIntegrityStore Findings => Held.Stores.Integrity;

    private protected IntegrityCheck Check { get; private set; } = null!;

    private protected FindingRecorder Recorder => new(Findings, Held.Blobs);

    public async ValueTask InitializeAsync()
    {
        _held = await HeldFiles.OpenAsync(TimeProvider.System, Token);
        Check = new IntegrityCheck(Held.Stores.Catalogue, Held.Blobs, new ReadBudget(null, TimeProvider.System), []);
    }

    public async ValueTask DisposeAsync()
    {
        await Held.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<CheckedFile> LookAtFileAsync() => Assert.Single(await Check.CheckLibraryAsync("/", null, Token).ToListAsync(Token));

    private protected async Task<CheckedFile> LookAtBlobAsync() => Assert.Single(await Check.CheckBlobsAsync(null, Token).ToListAsync(Token));

    private protected async Task<BlobHash> AddRottenBlobAsync(int seed = 1)
    {
        var hash = await Held.AddBlobAsync(seed);
        HeldFiles.Rot(Held.PathOf(hash), 500);
        return hash;
    }
}
