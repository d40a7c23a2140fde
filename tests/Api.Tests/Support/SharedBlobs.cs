using SoundTime.Storage.Blobs;

[assembly: AssemblyFixture(typeof(SoundTime.Api.Tests.Support.SharedBlobs))]

namespace SoundTime.Api.Tests.Support;

/// <summary>
/// One blob store for all tests, as its hundreds of folders take longer to make than most tests to run. What lies under a hash is the same
/// for each of them.
/// </summary>
public sealed class SharedBlobs : IDisposable
{
    private static readonly TemporaryFolder Folder = new();

    /// <summary>The store.</summary>
    internal static BlobStore Store { get; } = new(Folder.Path);

    /// <summary>Removes it, once all tests are done.</summary>
    public void Dispose() => Folder.Dispose();
}
