namespace SoundTime.Grains.Embedded;

/// <summary>What a grain and a reference to one know of themselves.</summary>
public static class GrainExtensions
{
    /// <summary>The key of a grain, or of the grain that a reference points to.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static string GetPrimaryKeyString(this IAddressable grain) => IdOf(grain).Key;

    /// <summary>A reference to a grain by another of its interfaces; how a grain names itself to others.</summary>
    /// <exception cref="ArgumentException">It is neither a grain nor a reference, or its class does not implement the interface.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)(object)RuntimeOf(grain).GrainFactory.GetReference(typeof(TGrainInterface), IdOf(grain));

    private static GrainId IdOf(IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase itself => itself.GrainContext.GrainId,
        _ => throw NeitherGrainNorReference(grain),
    };

    private static EmbeddedGrainRuntime RuntimeOf(IAddressable grain) => grain switch
    {
        GrainReference reference => reference.Runtime,
        IGrainBase itself => Activation.Of(itself).Runtime,
        _ => throw NeitherGrainNorReference(grain),
    };

    private static ArgumentException NeitherGrainNorReference(IAddressable grain) =>
        new($"{grain.GetType()} is neither a grain of this runtime nor a reference to one.", nameof(grain));
}
