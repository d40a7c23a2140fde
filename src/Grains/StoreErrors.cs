using SoundTime.Storage;

namespace SoundTime.Grains;

/// <summary>
/// What a grain throws may end in another process, where only exceptions of the base library arrive as what they were. So a failure of the store
/// leaves a grain as an <see cref="IOException"/> with the same words.
/// </summary>
internal static class StoreErrors
{
    /// <summary>Works on the store on behalf of a caller.</summary>
    public static async Task ForCallerAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StorageException exception)
        {
            throw new IOException(exception.Message);
        }
    }
}
