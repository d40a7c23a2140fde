using System.Net;
using NSubstitute;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class DoctorTests
{
    private const string Path = "/api/admin/p2p/doctor";

    private static readonly DoctorReport Report = new(
        AdminHost.Peer,
        IsRunning: true,
        CanBeReached: false,
        "Nobody can reach it.",
        [new Finding("relay", "https://relay.example/", FindingState.Failed, "It's away.", "Try another."), new Finding("port", null, FindingState.Ok, "Open.")]);

    [Fact]
    public async Task What_the_doctor_finds_is_told_with_what_to_do_next()
    {
        await using var host = await AdminHost.StartAsync();
        host.Doctor.ExamineAsync(null, Arg.Any<CancellationToken>()).Returns(Report);

        Assert.Equal(
            (HttpStatusCode.OK,
                $$"""{"node_id":"{{AdminHost.Peer}}","running":true,"can_be_reached":false,"summary":"Nobody can reach it.","findings":["""
                + """{"check":"relay","subject":"https://relay.example/","state":"failed","text":"It's away.","advice":"Try another."},"""
                + """{"check":"port","subject":null,"state":"ok","text":"Open.","advice":null}]}"""),
            await host.SendAsync("GET", Path));
    }

    [Fact]
    public async Task One_peer_may_be_named()
    {
        await using var host = await AdminHost.StartAsync();
        host.Doctor.ExamineAsync(AdminHost.Peer, Arg.Any<CancellationToken>()).Returns(Report);

        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("GET", $"{Path}?peer={AdminHost.Peer}")).Status);
        Assert.Equal((HttpStatusCode.BadRequest, """{"message":"Invalid node ID format"}"""), await host.SendAsync("GET", $"{Path}?peer=x"));
    }

    [Fact]
    public async Task Without_p2p_there_is_nothing_to_examine_and_nobody_to_invite()
    {
        await using var host = await AdminHost.StartAsync(isP2pOn: false);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"message":"P2P node is not enabled"}"""), await host.SendAsync("GET", Path));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", "/api/admin/p2p/invitation")).Status);
    }

    [Fact]
    public async Task An_invitation_names_the_node_its_places_and_a_ticket()
    {
        await using var host = await AdminHost.StartAsync();
        host.Invitations.Create().Returns(new Invitation(AdminHost.Peer, "endpointaa", ["https://relay.example/", "192.0.2.1:5"]));

        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"node_id":"{{AdminHost.Peer}}","ticket":"endpointaa","places":["https://relay.example/","192.0.2.1:5"]}"""),
            await host.SendAsync("GET", "/api/admin/p2p/invitation"));
    }

    [Theory]
    [InlineData("/api/admin/p2p/invitation")]
    [InlineData(Path)]
    public async Task Only_the_admin_is_told(string path)
    {
        await using var host = await AdminHost.StartAsync();
        host.Client.DefaultRequestHeaders.Authorization = null;

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.SendAsync("GET", path)).Status);
    }

    [Fact]
    public async Task The_token_of_the_process_opens_the_admin_api_beside_the_admins_own()
    {
        await using var host = await AdminHost.StartAsync(configure: options => options with { AdminToken = AdminHost.Token, LocalToken = "of-this-process" });
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "of-this-process");

        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("GET", "/api/admin/p2p/peers")).Status);
    }

    [Fact]
    public void A_report_is_read_again_as_it_was_written()
    {
        var read = DoctorReportBody.Of(Report).ToReport();

        Assert.Equal(Report with { Findings = read.Findings }, read);
        Assert.Equal(Report.Findings, read.Findings);
    }
}
