namespace SoundTime.Blake3;

/// <summary>
/// The operations of one vector width. A vector holds the same word of as many nodes as it has lanes. Static and by type,
/// so that the one loop in <see cref="LaneCompression{TVector, TLanes}"/> compiles to bare instructions for each width.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>What the width is called in test results and measurements.</summary>
    static abstract string Name { get; }

    /// <summary>The same word in every lane.</summary>
    static abstract TVector Broadcast(uint word);

    /// <summary>Lane by lane sum.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>Lane by lane exclusive or.</summary>
    static abstract TVector Xor(TVector left, TVector right);

    /// <summary>Each lane rotated right by 16 bits.</summary>
    static abstract TVector RotateRight16(TVector value);

    /// <summary>Each lane rotated right by 12 bits.</summary>
    static abstract TVector RotateRight12(TVector value);

    /// <summary>Each lane rotated right by 8 bits.</summary>
    static abstract TVector RotateRight8(TVector value);

    /// <summary>Each lane rotated right by 7 bits.</summary>
    static abstract TVector RotateRight7(TVector value);

    /// <summary>Loads four words each of every fourth node, beginning at the one given: a group of 128 bits per node.</summary>
    /// <param name="source">The words of the first of these nodes.</param>
    /// <param name="stride">Bytes from one of these nodes to the next, four nodes further on.</param>
    static abstract TVector Load(ref readonly byte source, nint stride);

    /// <summary>The reverse of <see cref="Load"/>.</summary>
    static abstract void Store(TVector value, ref byte destination, nint stride);

    /// <summary>Transposes, within each group of 128 bits, the square of 4x4 words that the four vectors form.</summary>
    static abstract void Transpose(ref TVector a, ref TVector b, ref TVector c, ref TVector d);
}
