using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SoundTime.Blake3;

/// <summary>
/// Many nodes side by side, one to a lane: vector i of the state holds word i of every node's state, so a round is the
/// scalar one with vectors for words and needs no shuffling. Only the message has to be transposed on its way in, and the
/// chaining values on their way out.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Its operations.</typeparam>
internal sealed unsafe class LaneCompression<TVector, TLanes>(Compression narrower) : Compression
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    public override string Name => TLanes.Name;

    protected override int Lanes => sizeof(TVector) / sizeof(uint);

    protected override Compression Narrower => narrower;

    public override void Compress(
        ReadOnlySpan<byte> chainingValue, ReadOnlySpan<byte> block, ulong counter, uint blockLength, BlockFlags flags, Span<byte> output) =>
        narrower.Compress(chainingValue, block, counter, blockLength, flags, output);

    // Compiled once and fully: the loop is long enough that a first, unoptimized version would be felt.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void CompressLanes(
        ref readonly byte inputs, NodeLayout layout, in HashMode mode, ulong counter, ref byte chainingValues)
    {
        // Aligned by hand: a vector of 64 bytes across two cache lines costs two loads.
        var space = stackalloc byte[(Blake3Constants.MessageWords + 2) * sizeof(TVector)];
        var message = (TVector*)(((nuint)space + (nuint)sizeof(TVector) - 1) & ~((nuint)sizeof(TVector) - 1));

        var parked = message + Blake3Constants.MessageWords;

        Counters(message, counter, layout.CounterStep, out var counterLow, out var counterHigh);
        var inputLength = (nint)layout.InputLength;

        fixed (byte* schedule = Blake3Constants.MessageSchedule)
        fixed (byte* key = mode.Key.AsSpan())
        {
            var keyWords = (uint*)key;
            var v0 = TLanes.Broadcast(keyWords[0]);
            var v1 = TLanes.Broadcast(keyWords[1]);
            var v2 = TLanes.Broadcast(keyWords[2]);
            var v3 = TLanes.Broadcast(keyWords[3]);
            var v4 = TLanes.Broadcast(keyWords[4]);
            var v5 = TLanes.Broadcast(keyWords[5]);
            var v6 = TLanes.Broadcast(keyWords[6]);
            var v7 = TLanes.Broadcast(keyWords[7]);

            for (var block = 0; block < layout.Blocks; block++)
            {
                PrefetchNextBatch(in inputs, layout, block);
                LoadMessage(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in inputs), block * Blake3Constants.BlockLength), inputLength, message);

                var v8 = TLanes.Broadcast(Blake3Constants.InitialValue0);
                *parked = v8;
                var v9 = TLanes.Broadcast(Blake3Constants.InitialValue1);
                var v10 = TLanes.Broadcast(Blake3Constants.InitialValue2);
                var v11 = TLanes.Broadcast(Blake3Constants.InitialValue3);
                var v12 = counterLow;
                var v13 = counterHigh;
                var v14 = TLanes.Broadcast(Blake3Constants.BlockLength);
                var v15 = TLanes.Broadcast((uint)(mode.Flags | layout.FlagsOf(block)));

                var end = schedule + Blake3Constants.MessageSchedule.Length;
                for (var words = schedule; words < end; words += Blake3Constants.MessageWords)
                {
                    // The columns.
                    MixFirst(ref v0, ref v4, ref v8, parked, ref v12, message[words[0]]);
                    MixFirst(ref v1, ref v5, ref v9, ref v13, message[words[2]]);
                    MixFirst(ref v2, ref v6, ref v10, ref v14, message[words[4]]);
                    MixFirst(ref v3, ref v7, ref v11, ref v15, message[words[6]]);
                    MixSecond(ref v0, ref v4, ref v8, parked, ref v12, message[words[1]]);
                    MixSecond(ref v1, ref v5, ref v9, ref v13, message[words[3]]);
                    MixSecond(ref v2, ref v6, ref v10, ref v14, message[words[5]]);
                    MixSecond(ref v3, ref v7, ref v11, ref v15, message[words[7]]);

                    // The diagonals.
                    MixFirst(ref v0, ref v5, ref v10, ref v15, message[words[8]]);
                    MixFirst(ref v1, ref v6, ref v11, ref v12, message[words[10]]);
                    MixFirst(ref v2, ref v7, ref v8, parked, ref v13, message[words[12]]);
                    MixFirst(ref v3, ref v4, ref v9, ref v14, message[words[14]]);
                    MixSecond(ref v0, ref v5, ref v10, ref v15, message[words[9]]);
                    MixSecond(ref v1, ref v6, ref v11, ref v12, message[words[11]]);
                    MixSecond(ref v2, ref v7, ref v8, parked, ref v13, message[words[13]]);
                    MixSecond(ref v3, ref v4, ref v9, ref v14, message[words[15]]);
                }

                v0 = TLanes.Xor(v0, TLanes.StateLeavesRegisters ? v8 : *parked);
                v1 = TLanes.Xor(v1, v9);
                v2 = TLanes.Xor(v2, v10);
                v3 = TLanes.Xor(v3, v11);
                v4 = TLanes.Xor(v4, v12);
                v5 = TLanes.Xor(v5, v13);
                v6 = TLanes.Xor(v6, v14);
                v7 = TLanes.Xor(v7, v15);
            }

            StoreHalf(v0, v1, v2, v3, ref chainingValues);
            StoreHalf(v4, v5, v6, v7, ref Unsafe.AddByteOffset(ref chainingValues, Blake3Constants.ChainingValueLength / 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixFirst(ref TVector a, ref TVector b, ref TVector c, ref TVector d, TVector word)
    {
        // The word first: it is there long before b is.
        a = TLanes.Add(TLanes.Add(a, word), b);
        d = TLanes.RotateRight16(TLanes.Xor(d, a));
        c = TLanes.Add(c, d);
        b = TLanes.RotateRight12(TLanes.Xor(b, c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixSecond(ref TVector a, ref TVector b, ref TVector c, ref TVector d, TVector word)
    {
        a = TLanes.Add(TLanes.Add(a, word), b);
        d = TLanes.RotateRight8(TLanes.Xor(d, a));
        c = TLanes.Add(c, d);
        b = TLanes.RotateRight7(TLanes.Xor(b, c));
    }

    /// <summary>
    /// The same for the one word that lives in memory where the state alone takes all registers. That leaves a register for
    /// what comes up between; the JIT itself would put just that into memory, where the next instruction has to wait for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixFirst(ref TVector a, ref TVector b, ref TVector c, TVector* parked, ref TVector d, TVector word)
    {
        if (TLanes.StateLeavesRegisters)
        {
            MixFirst(ref a, ref b, ref c, ref d, word);
        }
        else
        {
            MixFirst(ref a, ref b, ref *parked, ref d, word);
        }
    }

    /// <inheritdoc cref="MixFirst(ref TVector, ref TVector, ref TVector, TVector*, ref TVector, TVector)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixSecond(ref TVector a, ref TVector b, ref TVector c, TVector* parked, ref TVector d, TVector word)
    {
        if (TLanes.StateLeavesRegisters)
        {
            MixSecond(ref a, ref b, ref c, ref d, word);
        }
        else
        {
            MixSecond(ref a, ref b, ref *parked, ref d, word);
        }
    }

    /// <summary>
    /// While one batch is computed, asks for the one behind it, in as many parts as there are blocks: read one chunk per lane
    /// at a time, memory looks too scattered for the hardware to see what comes next.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchNextBatch(ref readonly byte inputs, NodeLayout layout, int block)
    {
        // Parents' inputs were written a moment ago.
        if (!Sse.IsSupported || layout.Blocks == 1)
        {
            return;
        }

        // No more than a hint: it does no harm past the input's end, nor if the input is moved meanwhile.
        var lanes = sizeof(TVector) / sizeof(uint);
        var next = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in inputs)) + (lanes * layout.InputLength);
        var part = next + (block * lanes * Blake3Constants.BlockLength);
        for (var line = 0; line < lanes; line++)
        {
            Sse.Prefetch0(part + (line * Blake3Constants.BlockLength));
        }
    }

    /// <summary>Word i of every node's block becomes vector i of the message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadMessage(ref byte block, nint inputLength, TVector* message)
    {
        for (var word = 0; word < Blake3Constants.MessageWords; word += 4)
        {
            ref var source = ref Unsafe.AddByteOffset(ref block, word * sizeof(uint));
            var a = TLanes.Load(ref source, 4 * inputLength);
            var b = TLanes.Load(ref Unsafe.AddByteOffset(ref source, inputLength), 4 * inputLength);
            var c = TLanes.Load(ref Unsafe.AddByteOffset(ref source, 2 * inputLength), 4 * inputLength);
            var d = TLanes.Load(ref Unsafe.AddByteOffset(ref source, 3 * inputLength), 4 * inputLength);
            TLanes.Transpose(ref a, ref b, ref c, ref d);
            message[word] = a;
            message[word + 1] = b;
            message[word + 2] = c;
            message[word + 3] = d;
        }
    }

    /// <summary>Four vectors of words become half a chaining value of every node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalf(TVector a, TVector b, TVector c, TVector d, ref byte destination)
    {
        const int Length = Blake3Constants.ChainingValueLength;
        TLanes.Transpose(ref a, ref b, ref c, ref d);
        TLanes.Store(a, ref destination, 4 * Length);
        TLanes.Store(b, ref Unsafe.AddByteOffset(ref destination, Length), 4 * Length);
        TLanes.Store(c, ref Unsafe.AddByteOffset(ref destination, 2 * Length), 4 * Length);
        TLanes.Store(d, ref Unsafe.AddByteOffset(ref destination, 3 * Length), 4 * Length);
    }

    /// <summary>Each lane's counter, its low and its high word; <paramref name="space"/> takes two vectors meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Counters(TVector* space, ulong first, uint step, out TVector low, out TVector high)
    {
        var lows = (uint*)space;
        var highs = (uint*)(space + 1);
        for (var lane = 0; lane < sizeof(TVector) / sizeof(uint); lane++)
        {
            var counter = first + ((ulong)lane * step);
            lows[lane] = (uint)counter;
            highs[lane] = (uint)(counter >> 32);
        }

        (low, high) = (space[0], space[1]);
    }
}
