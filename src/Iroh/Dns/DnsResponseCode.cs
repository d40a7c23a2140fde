namespace SoundTime.Iroh.Dns;

/// <summary>How a query was answered (RFC 1035, section 4.1.1). Values without a name occur.</summary>
public enum DnsResponseCode : byte
{
    /// <summary>The records of that name and type follow, or there are none.</summary>
    NoError = 0,

    /// <summary>The server did not understand the query.</summary>
    FormatError = 1,

    /// <summary>The server could not find out.</summary>
    ServerFailure = 2,

    /// <summary>The name does not exist.</summary>
    NameError = 3,

    /// <summary>The server does not know such queries.</summary>
    NotImplemented = 4,

    /// <summary>The server does not answer us.</summary>
    Refused = 5,
}
