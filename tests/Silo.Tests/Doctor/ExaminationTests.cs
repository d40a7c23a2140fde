using SoundTime.Api;
using SoundTime.Silo.Doctor;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Doctor;

public sealed class ExaminationTests
{
    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Findings_come_in_the_order_of_the_checks_whichever_ends_first()
    {
        var first = new TaskCompletionSource<IReadOnlyList<Finding>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var examining = Examination.RunAsync([new Check("first", _ => first.Task), Answering("second")], _time, Cancellation);

        first.SetResult([Ok("first")]);

        Assert.Equal(["first", "second"], (await examining).Select(finding => finding.Check));
    }

    [Fact]
    public async Task A_check_that_fails_is_unknown_and_disturbs_no_other()
    {
        var findings = await Examination.RunAsync([new Check("broken", _ => throw new IOException("no disk")), Answering("fine")], _time, Cancellation);

        Assert.Equal([FindingState.Unknown, FindingState.Ok], findings.Select(finding => finding.State));
        Assert.Contains("no disk", findings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_takes_too_long_is_unknown_even_if_it_does_not_listen()
    {
        var never = new TaskCompletionSource<IReadOnlyList<Finding>>();
        var examining = Examination.RunAsync([new Check("slow", _ => never.Task), Answering("fine")], _time, Cancellation);

        _time.Advance(Examination.CheckLimit);

        Assert.Equal([FindingState.Unknown, FindingState.Ok], (await examining).Select(finding => finding.State));
    }

    private static Check Answering(string name) => new(name, _ => Task.FromResult<IReadOnlyList<Finding>>([Ok(name)]));

    private static Finding Ok(string name) => new(name, null, FindingState.Ok, "Fine.");

    private sealed class Check(string name, Func<CancellationToken, Task<IReadOnlyList<Finding>>> look) : IConnectionCheck
    {
        public string Name => name;

        public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) => look(cancellationToken);
    }
}
