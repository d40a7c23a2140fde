using SoundTime.Storage;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Makes a store fail while it is told to.</summary>
internal sealed class Faults
{
    public bool IsFailing { get; set; }

    public void Check()
    {
        if (IsFailing)
        {
            throw new StorageException(StorageFailure.Other, "The store fails because the test says so.");
        }
    }
}
