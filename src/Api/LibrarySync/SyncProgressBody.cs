namespace SoundTime.Api;

/// <summary>How far a sync is, as the API writes it; an unknown total as <c>null</c>.</summary>
internal sealed record SyncProgressBody(long Processed, long? Total, string Phase);
