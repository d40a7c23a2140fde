using System.Net;
using SoundTime.Testing;

namespace SoundTime.Api.Tests;

public sealed class WrongTokenTests
{
    private readonly ManualTime _time = new();
    private readonly WrongTokens _tokens;

    public WrongTokenTests() => _tokens = new WrongTokens(_time);

    [Fact]
    public void The_eleventh_within_a_minute_has_to_wait_until_the_minute_is_over()
    {
        var address = IPAddress.Parse("192.0.2.1");
        AddTen(address);
        _time.Advance(TimeSpan.FromSeconds(45));

        Assert.Equal(TimeSpan.FromSeconds(15), _tokens.Add(address));

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(_tokens.Add(address));
    }

    [Fact]
    public void One_address_does_not_make_another_wait()
    {
        AddTen(IPAddress.Parse("192.0.2.1"));

        Assert.Null(_tokens.Add(IPAddress.Parse("192.0.2.2")));
        Assert.Null(_tokens.Add(null));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::5")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    public void All_addresses_of_one_customer_are_one(string first, string second)
    {
        AddTen(IPAddress.Parse(first));

        Assert.NotNull(_tokens.Add(IPAddress.Parse(second)));
    }

    [Fact]
    public void Networks_beside_each_other_are_two()
    {
        AddTen(IPAddress.Parse("2001:db8:1:2::1"));

        Assert.Null(_tokens.Add(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void When_more_addresses_come_than_are_counted_the_oldest_is_forgotten_and_the_newest_are_not()
    {
        var oldest = IPAddress.Parse("192.0.2.1");
        AddTen(oldest);
        for (var i = 1; i < AccessLimits.MaxAddresses; i++)
        {
            _tokens.Add(Address(i));
        }

        AddTen(IPAddress.Parse("198.51.100.1"));

        Assert.NotNull(_tokens.Add(IPAddress.Parse("198.51.100.1")));
        Assert.Null(_tokens.Add(oldest));
    }

    private void AddTen(IPAddress address)
    {
        for (var i = 0; i < AccessLimits.MaxWrongTokens; i++)
        {
            Assert.Null(_tokens.Add(address));
        }
    }

    private static IPAddress Address(int number) => new([10, 0, (byte)(number >> 8), (byte)number]);
}
