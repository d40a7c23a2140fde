namespace SoundTime.Grains.Embedded;

/// <summary>Why an activation ends.</summary>
public readonly record struct DeactivationReason
{
    /// <summary>A reason.</summary>
    /// <param name="code">To branch on.</param>
    /// <param name="text">For people.</param>
    public DeactivationReason(DeactivationReasonCode code, string text)
        : this(code, null, text)
    {
    }

    /// <summary>A reason with what failed.</summary>
    /// <param name="code">To branch on.</param>
    /// <param name="exception">What failed, if anything did.</param>
    /// <param name="text">For people.</param>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Exception = exception;
        Description = text;
    }

    /// <summary>For people.</summary>
    public string Description { get; }

    /// <summary>To branch on.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>What failed, if anything did.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override string ToString() => Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description}. Exception: {Exception}";
}
