namespace SoundTime.Api;

/// <summary>One page of tracks (protocol sheet, section 9.1).</summary>
internal sealed record TrackPageBody(IReadOnlyList<TrackBody> Data, long Total, int Page, int PerPage, long TotalPages);
