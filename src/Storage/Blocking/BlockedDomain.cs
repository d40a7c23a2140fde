namespace SoundTime.Storage.Blocking;

/// <summary>One entry of the block list (protocol sheet, section 9.5).</summary>
/// <param name="Id">Id in our API.</param>
/// <param name="Domain">What is blocked, as it was written. A peer is blocked by exactly its 64-hex id.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record BlockedDomain(Guid Id, string Domain, string? Reason, DateTimeOffset CreatedAt);
