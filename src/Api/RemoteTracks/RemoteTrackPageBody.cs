namespace SoundTime.Api;

/// <summary>One page of the tracks that only peers hold (protocol sheet, section 9.1).</summary>
internal sealed record RemoteTrackPageBody(IReadOnlyList<RemoteTrackBody> Data, long Total, int Page, int PerPage, long TotalPages);
