using SoundTime.Silo.Hosting;

namespace SoundTime.Silo.Tests.Hosting;

public sealed class DataFolderLockTests
{
    [Fact]
    public void A_folder_belongs_to_one_node_at_a_time()
    {
        var folder = Directory.CreateTempSubdirectory("soundtime-lock-").FullName;
        try
        {
            using (DataFolderLock.Take(folder))
            {
                var exception = Assert.Throws<StartException>(() => DataFolderLock.Take(folder));
                Assert.Equal(StartFailure.FolderInUse, exception.Reason);
                Assert.Contains(folder, exception.Message, StringComparison.Ordinal);
            }

            DataFolderLock.Take(folder).Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
