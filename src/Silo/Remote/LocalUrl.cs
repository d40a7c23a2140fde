using System.Net;

namespace SoundTime.Silo.Remote;

/// <summary>Where a listener is reached from its own machine.</summary>
internal static class LocalUrl
{
    /// <summary>The URL of a listener at this address; that of loopback where it listens at every address.</summary>
    public static Uri Of(IPAddress address, int port)
    {
        var reached = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address;
        return new UriBuilder(Uri.UriSchemeHttp, reached.ToString(), port).Uri;
    }
}
