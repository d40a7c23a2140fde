using System.Net;
using SoundTime.Iroh.Dns;

namespace SoundTime.Iroh.Tests.Dns;

public sealed class SystemResolversTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_resolvers_of_the_file_are_asked()
    {
        File.WriteAllText(_path, "# nameserver 192.0.2.9\nsearch example\nnameserver\t192.0.2.1 # ours\n  nameserver 2001:db8::1\nnameserver example.org\nnameserver\n");
        Assert.Equal([new IPEndPoint(IPAddress.Parse("192.0.2.1"), 53), new IPEndPoint(IPAddress.Parse("2001:db8::1"), 53)], SystemResolvers.Read(_path));
    }

    [Fact]
    public void No_more_are_asked_than_the_system_asks_itself()
    {
        File.WriteAllLines(_path, Enumerable.Range(1, 9).Select(number => $"nameserver 192.0.2.{number}"));
        Assert.Equal(3, SystemResolvers.Read(_path).Count);
    }

    [Fact]
    public void The_resolver_of_this_host_is_asked_where_none_is_named()
    {
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 53)], SystemResolvers.Read(_path));
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 53)], SystemResolvers.Read(_path + ".missing"));
    }
}
