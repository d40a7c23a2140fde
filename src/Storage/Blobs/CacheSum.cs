namespace SoundTime.Storage.Blobs;

/// <summary>A number of blobs and their bytes.</summary>
internal readonly record struct CacheSum(long Bytes, long Blobs)
{
    /// <summary>One file, or nothing where it does not exist.</summary>
    public static CacheSum Of(FileInfo file) => file.Exists ? new CacheSum(file.Length, 1) : default;

    public static CacheSum operator +(CacheSum left, CacheSum right) => new(left.Bytes + right.Bytes, left.Blobs + right.Blobs);

    public static CacheSum operator -(CacheSum left, CacheSum right) => new(left.Bytes - right.Bytes, left.Blobs - right.Blobs);
}
