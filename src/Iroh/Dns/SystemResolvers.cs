using System.Net;

namespace SoundTime.Iroh.Dns;

/// <summary>The resolvers that the operating system names (resolv.conf(5)).</summary>
internal static class SystemResolvers
{
    public const int Port = 53;

    private const string DefaultPath = "/etc/resolv.conf";

    /// <summary>Most resolvers that are taken, as the C library does it.</summary>
    private const int MaxServers = 3;

    /// <summary>Most lines that are looked at.</summary>
    private const int MaxLines = 1000;

    /// <summary>Reads them anew, because they change with the network. Where none is named it is the one on this host.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static IReadOnlyList<IPEndPoint> Read(string path = DefaultPath)
    {
        try
        {
            var servers =
                from line in File.ReadLines(path).Take(MaxLines)
                let words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
                where words is ["nameserver", _, ..]
                let address = IPAddress.TryParse(words[1], out var parsed) ? parsed : null
                where address is not null
                select new IPEndPoint(address, Port);
            return servers.Take(MaxServers).ToList() is { Count: > 0 } some ? some : [new IPEndPoint(IPAddress.Loopback, Port)];
        }
        catch (FileNotFoundException)
        {
            return [new IPEndPoint(IPAddress.Loopback, Port)];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{path} cannot be read, so it is not known which DNS servers to ask: {exception.Message}", exception);
        }
    }
}
