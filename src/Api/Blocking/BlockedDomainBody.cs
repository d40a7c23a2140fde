using SoundTime.Storage.Blocking;

namespace SoundTime.Api;

/// <summary>An entry of the block list as the API writes it (protocol sheet, section 9.5).</summary>
/// <param name="Id">By which it is unblocked.</param>
/// <param name="Domain">What is blocked.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedAt">With an offset, which is zero, so that it is written with <c>+00:00</c>.</param>
internal sealed record BlockedDomainBody(Guid Id, string Domain, string? Reason, DateTimeOffset CreatedAt)
{
    /// <summary>Writes an entry.</summary>
    public static BlockedDomainBody Of(BlockedDomain entry) => new(entry.Id, entry.Domain, entry.Reason, entry.CreatedAt.ToUniversalTime());
}
