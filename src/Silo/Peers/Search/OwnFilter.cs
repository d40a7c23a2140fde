namespace SoundTime.Silo.Peers;

/// <summary>The filter of our own tracks.</summary>
internal sealed class OwnFilter
{
    private volatile EncodedFilter? _current;

    /// <summary>Which filter there is now; 0 while there is none.</summary>
    public long Version => _current?.Version ?? 0;

    /// <summary>The filter as it is now, to be sent; null while there is none.</summary>
    public EncodedFilter? Encode() => _current;

    /// <summary>Puts another filter in the place of this one.</summary>
    public void Replace(EncodedFilter filter) => _current = filter;
}
