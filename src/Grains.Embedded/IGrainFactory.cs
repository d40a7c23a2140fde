namespace SoundTime.Grains.Embedded;

/// <summary>Gives references to grains.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key; it need not run.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey;
}
