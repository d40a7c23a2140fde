using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SoundTime.Blake3;

/// <summary>
/// The chaining values of finished subtrees that wait for their right neighbours, the largest at the bottom. As an input
/// counts at most 2^64 bytes, 2^54 chunks, there are never more than 54 of them and one whose parent is still put off.
/// </summary>
internal struct ChainingValueStack
{
    private const int Capacity = 55;

    private Entries _entries;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The chaining value at a place counted from the bottom.</summary>
    [UnscopedRef]
    public readonly ref readonly ChainingValue this[int index] => ref _entries[index];

    /// <summary>Puts one on top.</summary>
    public void Push(ReadOnlySpan<byte> chainingValue) => _entries[Count++] = new ChainingValue(chainingValue);

    /// <summary>Merges the topmost two into their parent until only <paramref name="count"/> are left.</summary>
    public void MergeDownTo(int count, in TreeHasher tree)
    {
        while (Count > count)
        {
            Count--;
            ref var left = ref _entries[Count - 1];
            TreeNode.Parent(left, _entries[Count], tree.Mode).WriteChainingValue(tree.Compression, left);
        }
    }

    /// <summary>Empties the stack.</summary>
    public void Clear() => Count = 0;

    [InlineArray(Capacity)]
    private struct Entries
    {
        private ChainingValue _first;
    }
}
