namespace SoundTime.Silo.Peers;

/// <summary>The filter of our own tracks.</summary>
internal sealed class OwnFilter
{
    /// <summary>Which filter there is now; 0 while there is none.</summary>
    public long Version => 0;

    /// <summary>The filter as it is now, to be sent; null while there is none.</summary>
    public EncodedFilter? Encode() => null;
}
