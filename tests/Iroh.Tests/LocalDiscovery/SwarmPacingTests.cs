using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using SoundTime.Iroh.LocalDiscovery;

namespace SoundTime.Iroh.Tests.LocalDiscovery;

/// <summary>The timing of the sheet, section 6, for every size of swarm and any luck.</summary>
public sealed class SwarmPacingTests
{
    private static readonly TimeSpan Share = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void A_question_is_asked_after_tau_and_at_most_a_tenth_of_it_more_for_each_member() => Check((pacing, size) =>
    {
        pacing.Start(TimeSpan.Zero);
        Assert.InRange(pacing.Due, SwarmPacing.Tau, SwarmPacing.Tau + (SwarmPacing.Tau * size / 10));
        Assert.Equal(SwarmTurn.Wait, pacing.OnTime(pacing.Due - TimeSpan.FromTicks(1)));
        Assert.Equal(SwarmTurn.Ask, pacing.OnTime(pacing.Due));
        Assert.Null(pacing.AnswerOver);
    });

    [Fact]
    public void An_answer_follows_the_question_within_a_tenth_of_a_second_for_each_two_members() => Check((pacing, size) =>
    {
        pacing.Start(TimeSpan.Zero);
        pacing.OnQuestion(Share, AddressFamily.InterNetworkV6);
        Assert.InRange(pacing.Due, Share, Share + (Share * size / SwarmPacing.Cutoff));
        Assert.Equal(SwarmTurn.Answer, pacing.OnTime(pacing.Due));
        Assert.Equal(AddressFamily.InterNetworkV6, pacing.AnswerOver);
    });

    [Fact]
    public void Two_answers_of_others_take_the_place_of_ours() => Check((pacing, size) =>
    {
        pacing.Start(TimeSpan.Zero);
        pacing.OnQuestion(TimeSpan.Zero, AddressFamily.InterNetwork);
        var due = pacing.Due;
        pacing.OnAnswers(TimeSpan.Zero, 1);
        Assert.Equal(due, pacing.Due);
        pacing.OnAnswers(TimeSpan.Zero, 1);
        Assert.InRange(pacing.Due, SwarmPacing.Tau, SwarmPacing.Tau + (SwarmPacing.Tau * size / 10));
        Assert.Equal(SwarmTurn.Ask, pacing.OnTime(pacing.Due));
    });

    [Fact]
    public void While_a_question_is_answered_others_change_nothing() => Check((pacing, _) =>
    {
        pacing.Start(TimeSpan.Zero);
        pacing.OnQuestion(TimeSpan.Zero, AddressFamily.InterNetwork);
        var due = pacing.Due;
        pacing.OnQuestion(due / 2, AddressFamily.InterNetworkV6);
        Assert.Equal((due, AddressFamily.InterNetwork), (pacing.Due, pacing.AnswerOver));
    });

    [Fact]
    public void Who_has_answered_leaves_the_next_turns_to_others() => Check((pacing, size) =>
    {
        var now = TimeSpan.Zero;
        pacing.Start(now);
        pacing.OnQuestion(now, AddressFamily.InterNetwork);
        now = pacing.Due;
        Assert.Equal(SwarmTurn.Answer, pacing.OnTime(now));
        pacing.OnAnswered();
        for (var extra = Math.Min(10, size / SwarmPacing.Cutoff); extra >= 0; extra--)
        {
            pacing.OnQuestion(now, AddressFamily.InterNetwork);
            Assert.InRange(pacing.Due - now, Share * extra, (Share * extra) + (Share * size / SwarmPacing.Cutoff));
            pacing.OnAnswers(now, SwarmPacing.Cutoff);
        }
    });

    [Fact]
    public void Who_has_nothing_to_say_leaves_no_turns_to_others() => Check((pacing, size) =>
    {
        pacing.Start(TimeSpan.Zero);
        pacing.OnQuestion(TimeSpan.Zero, AddressFamily.InterNetwork);
        var now = pacing.Due;
        Assert.Equal(SwarmTurn.Answer, pacing.OnTime(now));
        pacing.OnQuestion(now, AddressFamily.InterNetwork);
        Assert.InRange(pacing.Due - now, TimeSpan.Zero, Share * size / SwarmPacing.Cutoff);
    });

    private static void Check(Action<SwarmPacing, int> property) =>
        Prop.ForAll(
            Gen.Choose(1, 600).SelectMany(size => Gen.Choose(0, int.MaxValue).Select(seed => (Size: size, Seed: seed))).ToArbitrary(),
            sample => property(new SwarmPacing(new Random(sample.Seed)) { SwarmSize = sample.Size }, sample.Size)).QuickCheckThrowOnFailure();
}
