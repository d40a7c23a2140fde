namespace SoundTime.Interop.Tests.Network;

/// <summary>What a network does to the packets on it.</summary>
/// <param name="LossShare">The share of packets that are lost, from 0 to 1.</param>
/// <param name="Delay">How long a packet is on its way.</param>
/// <param name="OvertakingShare">The share of packets that are not delayed, and so overtake those before them, from 0 to 1.</param>
internal sealed record LinkQuality(double LossShare, TimeSpan Delay, double OvertakingShare)
{
    /// <summary>As <c>tc qdisc … netem loss 10% delay 20ms reorder 25%</c> makes it.</summary>
    public static LinkQuality Bad { get; } = new(0.10, TimeSpan.FromMilliseconds(20), 0.25);
}
