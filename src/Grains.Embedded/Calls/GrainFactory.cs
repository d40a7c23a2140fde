namespace SoundTime.Grains.Embedded;

internal abstract class GrainFactory : IGrainFactory
{
    public abstract TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey;

    public abstract GrainReference GetReference(Type grainInterface, GrainId grainId);
}
