namespace SoundTime.Api;

/// <summary>Bounds on what is shown as a token.</summary>
internal static class AccessLimits
{
    /// <summary>Longest Authorization header that is looked at, in characters.</summary>
    public const int MaxHeaderLength = 1024;

    /// <summary>Most wrong tokens of one address in a <see cref="Window"/> that are answered as wrong; from then on it is told to wait.</summary>
    public const int MaxWrongTokens = 10;

    /// <summary>Most addresses whose wrong tokens are counted, about 1 MB. The one counted for longest makes room.</summary>
    public const int MaxAddresses = 10_000;

    /// <summary>For how long wrong tokens count, from the first on.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);
}
