namespace SoundTime.Iroh.Native;

/// <summary>The two versions of ngtcp2 that Debian and Ubuntu package.</summary>
internal enum Ngtcp2Version
{
    /// <summary><c>libngtcp2.so.9</c>: 0.12, in Debian 12 and Ubuntu 24.04.</summary>
    Soname9,

    /// <summary><c>libngtcp2.so.16</c>: 1.x, in Debian 13 and later.</summary>
    Soname16,
}
