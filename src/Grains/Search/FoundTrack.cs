using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>A track that was found, while more may be heard of it.</summary>
internal sealed class FoundTrack(PeerMatch description, float relevance, int number)
{
    private readonly List<NodeId> _holders = [];

    /// <summary>What is said of it: by the catalogue here, if it is in it; else by the peer that it matches best.</summary>
    public PeerMatch Description { get; private set; } = description;

    /// <summary>How well that matches.</summary>
    public float Relevance { get; private set; } = relevance;

    /// <summary>When it came, counted from 0: peers name the best first.</summary>
    public int Number { get; } = number;

    /// <summary>Its id in our API, if it is in the catalogue.</summary>
    public Guid? TrackId { get; private set; }

    /// <summary>Whether a file of ours holds it.</summary>
    public bool IsLocal { get; private set; }

    /// <summary>Who has it beside this node, at most <see cref="SearchLimits.MaxHolders"/>.</summary>
    public IReadOnlyList<NodeId> Holders => _holders;

    /// <summary>The version at which it changed last.</summary>
    public long Version { get; set; }

    /// <summary>Another one says something of it. Answers whether that is now what is said.</summary>
    public bool Describe(PeerMatch description, float relevance, bool isOurs)
    {
        if (!isOurs && (TrackId is not null || relevance <= Relevance))
        {
            return false;
        }

        (Description, Relevance) = (description, relevance);
        return true;
    }

    /// <summary>One more has it. Answers whether that is news.</summary>
    public bool AddHolder(NodeId holder)
    {
        if (_holders.Count == SearchLimits.MaxHolders || _holders.Contains(holder))
        {
            return false;
        }

        _holders.Add(holder);
        return true;
    }

    /// <summary>It is in the catalogue here. Answers whether anything of that is news.</summary>
    public bool Know(TrackHolders known)
    {
        var isNews = TrackId != known.Id || IsLocal != known.IsLocal;
        (TrackId, IsLocal) = (known.Id, known.IsLocal);
        foreach (var peer in known.Peers)
        {
            isNews |= AddHolder(peer);
        }

        return isNews;
    }
}
