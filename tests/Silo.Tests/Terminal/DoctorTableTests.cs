using SoundTime.Api;
using SoundTime.Silo.Terminal;

namespace SoundTime.Silo.Tests.Terminal;

public sealed class DoctorTableTests
{
    private static readonly DoctorReport Report = new(
        NodeId: null,
        IsRunning: true,
        CanBeReached: false,
        "Nobody can reach it.",
        [
            new Finding("port", null, FindingState.Ok, "It is open."),
            new Finding("local network", null, FindingState.Unknown, "It is off."),
            new Finding("relay", "https://relay.example/", FindingState.Failed, "It said \u001b[31m[bold]no.", "Try another."),
        ]);

    [Fact]
    public void In_a_pipe_each_finding_is_a_plain_line_that_ends_with_what_to_do_next()
    {
        var output = new StringWriter();

        DoctorTable.Write(Report, output, isTerminal: false);

        Assert.Equal(
            """
            ok      port           It is open.
            unknown local network  It is off.
            FAILED  relay          https://relay.example/: It said ?[31m[bold]no. -> Try another.

            Nobody can reach it.

            """,
            output.ToString());
    }

    [Fact]
    public void On_a_terminal_texts_of_others_are_no_commands_of_it()
    {
        var output = new StringWriter();

        DoctorTable.Write(Report, output, isTerminal: true);

        Assert.Contains("FAILED", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[31m[bold]", output.ToString(), StringComparison.Ordinal);
    }
}
