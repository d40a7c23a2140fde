namespace SoundTime.Relay.Metrics;

/// <summary>Why a client was not let in. The names are the values of the metric's label, in snake case.</summary>
internal enum DenialReason
{
    /// <summary>The request is no upgrade as section 3.1 has it.</summary>
    BadRequest,

    /// <summary>The relay has all the clients it takes.</summary>
    Full,

    /// <summary>Too many are in their handshakes.</summary>
    Handshakes,

    /// <summary>This address has its share of connections.</summary>
    Address,

    /// <summary>The signature does not answer the challenge.</summary>
    Signature,

    /// <summary>Neither the id nor a token lets it in.</summary>
    NotAuthorized,

    /// <summary>The handshake broke off or took too long.</summary>
    Unfinished,
}
