using SoundTime.Iroh;
using SoundTime.Iroh.Lookup;

namespace SoundTime.Silo.Doctor;

/// <summary>Compares what was found of this node with what it publishes.</summary>
internal static class Publication
{
    /// <summary>Whether both say the same, but for what finds no place in a packet.</summary>
    public static bool IsCurrent(NodeAddress found, NodeAddress now)
    {
        var writable = NodeRecords.Read(now.Id, NodeRecords.NameOf(now.Id), NodeRecords.Write(now).Answers);
        return PlacesText.Of(found) == PlacesText.Of(writable);
    }
}
