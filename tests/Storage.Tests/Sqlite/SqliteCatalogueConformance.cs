using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every catalogue, held by SQLite.</summary>
public sealed class SqliteCatalogueConformance : CatalogueConformance
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await ((SqliteCatalogue)Catalogue).DisposeAsync();
        _folder.Dispose();
    }

    private protected override async Task<ICatalogue> OpenAsync(TimeProvider time) =>
        await SqliteCatalogue.OpenAsync(_folder["soundtime.db"], time, NullLogger<SqliteCatalogue>.Instance, Cancel);
}
