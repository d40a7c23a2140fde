using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>How ids, hashes and times lie in the database (see <c>Migrations/0001_catalogue.sql</c>).</summary>
internal static class SqliteValues
{
    public static byte[] ToBytes(this Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid ToGuid(this byte[] bytes) => new(bytes, bigEndian: true);

    public static BlobHash? ToHash(this byte[]? bytes) => bytes is null ? null : new BlobHash(bytes);

    public static DateTimeOffset ToTime(this long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>A mark that no earlier write bears, so that what was removed and made anew is not taken for what it was.</summary>
    public static string NewETag() => Guid.NewGuid().ToString("N");

    /// <summary>A new id; ids are in the order of their times.</summary>
    public static byte[] NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToBytes();
}
