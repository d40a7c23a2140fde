using System.Buffers;
using Microsoft.Win32.SafeHandles;
using SoundTime.Blake3;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>The values of a blob's groups of 64 KiB, by which each of them is verified when it is read. They were checked against the blob's hash.</summary>
internal sealed class BlobTree : IDisposable
{
    /// <summary>Longest blob that is verified: 64 GiB, whose tree takes 32 MiB. The wire carries less than 4 GiB, so what is longer is none that was taken in.</summary>
    public const long MaxLength = 64L << 30;

    private readonly BlobHash _hash;
    private byte[]? _values;

    private BlobTree(BlobHash hash, long length)
    {
        (_hash, Length, Groups) = (hash, length, (int)Blake3Groups.CountOf(length));
        _values = ArrayPool<byte>.Shared.Rent(Groups * Blake3Groups.ValueLength);
    }

    /// <summary>Length of the blob in bytes.</summary>
    public long Length { get; }

    /// <summary>Number of its groups. A tree of one group is the hash itself, and is not worth a file.</summary>
    public int Groups { get; }

    /// <summary>The values, one behind the other.</summary>
    public ReadOnlySpan<byte> Values => Buffer;

    private Span<byte> Buffer => (_values ?? throw new ObjectDisposedException(nameof(BlobTree))).AsSpan(0, Groups * Blake3Groups.ValueLength);

    /// <summary>Makes the tree of a blob by reading all of it; null if its bytes are not those of the hash.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BlobTree? Make(SafeFileHandle blob, BlobHash hash)
    {
        var length = RandomAccess.GetLength(blob);
        return length > MaxLength ? null : new BlobTree(hash, length).OrNothing(tree => tree.TryFillFrom(blob));
    }

    /// <summary>The tree of these values; null if they are not those of a blob with this hash.</summary>
    /// <param name="hash">The hash of the blob.</param>
    /// <param name="length">Its length.</param>
    /// <param name="fill">Gives the values; answers false if it has none.</param>
    public static BlobTree? From(BlobHash hash, long length, FillValues fill) => new BlobTree(hash, length).OrNothing(tree => fill(tree.Buffer));

    /// <summary>Whether a group's bytes are right.</summary>
    /// <param name="group">All bytes of the group.</param>
    /// <param name="index">Its place, from 0.</param>
    public bool IsRight(ReadOnlySpan<byte> group, int index)
    {
        Span<byte> value = stackalloc byte[Blake3Groups.ValueLength];
        Blake3Groups.WriteValue(group, index, Groups, value);
        return value.SequenceEqual(ValueAt(index));
    }

    /// <summary>How many bytes a group has.</summary>
    public int LengthOf(int index) => (int)Math.Min(Blake3Groups.GroupLength, Length - ((long)index * Blake3Groups.GroupLength));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _values, null) is { } values)
        {
            ArrayPool<byte>.Shared.Return(values);
        }
    }

    private Span<byte> ValueAt(int index) => Buffer.Slice(index * Blake3Groups.ValueLength, Blake3Groups.ValueLength);

    private bool TryFillFrom(SafeFileHandle blob)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Blake3Groups.GroupLength);
        try
        {
            for (var index = 0; index < Groups; index++)
            {
                var group = buffer.AsSpan(0, LengthOf(index));
                if (!BlobFiles.TryReadExactly(blob, group, (long)index * Blake3Groups.GroupLength))
                {
                    return false;
                }

                Blake3Groups.WriteValue(group, index, Groups, ValueAt(index));
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private BlobTree? OrNothing(Func<BlobTree, bool> tryFill)
    {
        var isRight = false;
        try
        {
            Span<byte> found = stackalloc byte[BlobHash.Size];
            if (tryFill(this))
            {
                Blake3Groups.WriteHash(Values, found);
                isRight = new BlobHash(found) == _hash;
            }

            return isRight ? this : null;
        }
        finally
        {
            if (!isRight)
            {
                Dispose();
            }
        }
    }

    /// <summary>Writes the values of all groups; answers false if that cannot be.</summary>
    public delegate bool FillValues(Span<byte> values);
}
