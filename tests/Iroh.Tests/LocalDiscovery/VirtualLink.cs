using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.LocalDiscovery;

/// <summary>A link in virtual time: what one member says, all others hear shortly after, unless it is lost.</summary>
internal sealed class VirtualLink(int seed, double lossShare = 0)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, TimeSpan> _onTheirWay = new();
    private readonly List<Member> _members = [];

    public TimeSpan Now { get; private set; }

    public IReadOnlyList<Member> Members => _members;

    /// <summary>When each message was said.</summary>
    public List<TimeSpan> Said { get; } = [];

    public Member Join()
    {
        var member = new Member(_members.Count, _random.Next(), Now);
        _members.Add(member);
        return member;
    }

    public void Leave(Member member) => _members.Remove(member);

    /// <summary>Lets time pass until something holds, or for so long at most; answers whether it holds.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan most)
    {
        var end = Now + most;
        while (!condition())
        {
            var turn = _members.Min(member => member.Swarm.Due);
            var next = _onTheirWay.TryPeek(out _, out var arrival) && arrival < turn ? arrival : turn;
            if (next > end)
            {
                Now = end;
                return condition();
            }

            Now = next > Now ? next : Now;
            if (_onTheirWay.TryPeek(out _, out arrival) && arrival <= Now)
            {
                _onTheirWay.Dequeue()();
            }
            else
            {
                TakeTurn(_members.MinBy(member => member.Swarm.Due)!);
            }
        }

        return true;
    }

    public void Run(TimeSpan time) => RunUntil(() => false, time);

    /// <summary>Puts a message on the link, from whomever.</summary>
    public void Say(IPAddress sender, byte[] bytes)
    {
        Said.Add(Now);
        foreach (var member in _members.ToList())
        {
            if (_random.NextDouble() >= lossShare)
            {
                _onTheirWay.Enqueue(() => member.Hear(sender, bytes, Now), Now + TimeSpan.FromMilliseconds(0.1 + (2 * _random.NextDouble())));
            }
        }
    }

    private void TakeTurn(Member member)
    {
        member.Swarm.OnTime(() => member.Address, Now, out var message, out _);
        if (!message.IsEmpty)
        {
            Say(member.Place, message.ToArray());
        }
    }

    /// <summary>A node on the link.</summary>
    internal sealed class Member
    {
        private readonly HashSet<NodeId> _heard = [];

        public Member(int number, int seed, TimeSpan now)
        {
            var key = new byte[NodeId.Size];
            BitConverter.TryWriteBytes(key, number + 1);
            Id = new NodeId(key);
            Place = new IPAddress([10, 0, (byte)(number >> 8), (byte)number]);
            Address = new NodeAddress(Id, new IPEndPoint(Place, 4000 + number));
            Swarm = new LinkSwarm(Id, new NetworkLink(2, "link", IsLoopback: false, [Place]), new Random(seed), now);
        }

        public NodeId Id { get; }

        public IPAddress Place { get; }

        public NodeAddress Address { get; set; }

        public LinkSwarm Swarm { get; }

        /// <summary>Whom it has heard of since it joined.</summary>
        public IReadOnlySet<NodeId> Heard => _heard;

        /// <summary>Whom it knows now.</summary>
        public IEnumerable<NodeId> Known => Swarm.Claims.Select(claim => claim.Address.Id).Distinct();

        public void Hear(IPAddress sender, byte[] bytes, TimeSpan now)
        {
            if (SwarmMessage.TryRead(bytes, Swarm.Link, out var message))
            {
                _heard.UnionWith(Swarm.OnMessage(message, sender, now));
            }
        }
    }
}
