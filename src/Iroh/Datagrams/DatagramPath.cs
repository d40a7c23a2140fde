namespace SoundTime.Iroh.Datagrams;

/// <summary>The way a datagram came or goes: our address and theirs. Two paths with the same ends are the same path.</summary>
internal readonly record struct DatagramPath(DatagramAddress Local, DatagramAddress Remote)
{
    public override string ToString() => $"{Local} to {Remote}";
}
