using System.Net.Sockets;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>
/// When a member of a swarm asks and when it answers (iroh sheet, section 6). Members take turns: one asks, a few answer, the others are silent, so that
/// the traffic on a link stays the same however many they are. Pure: it is told the time and what is heard.
/// </summary>
internal sealed class SwarmPacing(Random random)
{
    /// <summary>How long it takes to find somebody, about (tau).</summary>
    public static readonly TimeSpan Tau = TimeSpan.FromSeconds(0.7);

    /// <summary>Answers to one question from which on no more are given: tau times 2.5 answers a second (phi), rounded up.</summary>
    public const int Cutoff = 2;

    /// <summary>Shares of this length are what answers are spread by.</summary>
    private static readonly TimeSpan AnswerShare = TimeSpan.FromMilliseconds(100);

    /// <summary>Most shares that one who has just answered leaves to others.</summary>
    private const int MaxExtraShares = 10;

    private bool _isAnswering;
    private bool _hasAnswered;
    private int _answersHeard;
    private TimeSpan _extra;

    /// <summary>Members of the swarm that are known, oneself included.</summary>
    public int SwarmSize { get; set; } = 1;

    /// <summary>When something is to be done, unless something is heard before.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>The family of the question that is being answered; null where it was our own.</summary>
    public AddressFamily? AnswerOver { get; private set; }

    /// <summary>Begins to take part.</summary>
    public void Start(TimeSpan now) => AwaitQuestion(now);

    /// <summary>Somebody asks. While a question is being answered, others are not heard.</summary>
    public void OnQuestion(TimeSpan now, AddressFamily family)
    {
        if (!_isAnswering)
        {
            PrepareAnswer(now, family);
        }
    }

    /// <summary>Members answer; enough of them make an answer of ours unnecessary.</summary>
    public void OnAnswers(TimeSpan now, int count)
    {
        if (_isAnswering && (_answersHeard += count) >= Cutoff)
        {
            AwaitQuestion(now);
        }
    }

    /// <summary>What to do now. Who does answer says so with <see cref="OnAnswered"/>; one without addresses keeps silent.</summary>
    public SwarmTurn OnTime(TimeSpan now)
    {
        if (now < Due)
        {
            return SwarmTurn.Wait;
        }

        if (!_isAnswering)
        {
            PrepareAnswer(now, family: null);
            return SwarmTurn.Ask;
        }

        AwaitQuestion(now);
        return SwarmTurn.Answer;
    }

    /// <summary>The answer was given.</summary>
    public void OnAnswered() => _hasAnswered = true;

    private void AwaitQuestion(TimeSpan now)
    {
        _isAnswering = false;
        Due = now + Tau + (Tau * SwarmSize / 10 * random.NextDouble());
    }

    private void PrepareAnswer(TimeSpan now, AddressFamily? family)
    {
        _isAnswering = true;
        AnswerOver = family;
        _answersHeard = 0;

        // Who has answered lets others go first for some turns, which is what brings all members of a large swarm to word.
        _extra = _hasAnswered ? AnswerShare * Math.Min(MaxExtraShares, SwarmSize / Cutoff)
            : _extra > AnswerShare ? _extra - AnswerShare
            : TimeSpan.Zero;
        _hasAnswered = false;
        Due = now + (AnswerShare * SwarmSize / Cutoff * random.NextDouble()) + _extra;
    }
}
