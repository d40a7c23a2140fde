namespace SoundTime.Iroh;

/// <summary>How a connection ended.</summary>
/// <param name="Cause">Who or what ended it, to branch on.</param>
/// <param name="Code">Application code for <see cref="CloseCause.ClosedByPeer"/> and <see cref="CloseCause.ClosedLocally"/>; else the QUIC error (RFC 9000, section 20), 0 where there is none.</param>
/// <param name="Reason">Text that came with it, at most <see cref="MaxReasonLength"/> bytes; from a peer it is a claim.</param>
public sealed record ConnectionClose(CloseCause Cause, ulong Code, string Reason)
{
    /// <summary>Longest reason that is kept or sent, in bytes of UTF-8. Arbitrary: a line of text.</summary>
    public const int MaxReasonLength = 256;

    /// <summary>One sentence for logs and errors.</summary>
    public override string ToString() => Cause switch
    {
        CloseCause.ClosedByPeer => $"The peer closed the connection with code {Code}{Suffix}.",
        CloseCause.ClosedLocally => $"This node closed the connection with code {Code}{Suffix}.",
        CloseCause.TimedOut => "The peer was silent for too long.",
        CloseCause.Reset => "The peer no longer knows this connection.",
        _ => $"The connection broke: {(Reason.Length > 0 ? Reason : $"QUIC error 0x{Code:x}")}.",
    };

    private string Suffix => Reason.Length > 0 ? $" ({Reason})" : "";
}
