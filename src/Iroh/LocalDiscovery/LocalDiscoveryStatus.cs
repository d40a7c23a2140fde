using System.Globalization;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>How local discovery is doing.</summary>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="Interfaces">The network interfaces whose groups it joined, each with its families: <c>eth0 (IPv4, IPv6)</c>.</param>
/// <param name="MessagesHeard">DNS messages that came in from other hosts, those of other services included.</param>
/// <param name="MessagesRefused">What came in and was too long or no DNS message.</param>
/// <param name="MessagesSent">Questions and answers that were sent.</param>
/// <param name="Nodes">Nodes that are known now.</param>
/// <param name="Problems">What does not work now, each with what to do about it.</param>
public sealed record LocalDiscoveryStatus(
    bool IsRunning, IReadOnlyList<string> Interfaces, long MessagesHeard, long MessagesRefused, long MessagesSent, int Nodes, IReadOnlyList<string> Problems)
{
    /// <summary>One line for people; problems are not in it.</summary>
    public override string ToString() => !IsRunning ? "not running"
        : Interfaces.Count == 0 ? "on no network interface"
        : string.Create(
            CultureInfo.InvariantCulture, $"on {string.Join(", ", Interfaces)}: {Nodes} nodes, {MessagesHeard} messages heard, {MessagesRefused} refused, {MessagesSent} sent");
}
