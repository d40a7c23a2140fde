using Microsoft.AspNetCore.Http;
using SoundTime.Import;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;

namespace SoundTime.Api;

/// <summary>What a client is told of a failure: a status and a text that gives nothing of the inside away.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">For people.</param>
/// <param name="RetryAfterSeconds">When to try again, where that may help.</param>
internal readonly record struct FailureAnswer(int Status, string Text, int? RetryAfterSeconds = null)
{
    /// <summary>Peers come back, and a busy disk recovers, within about this time.</summary>
    private const int SoonSeconds = 30;

    /// <summary>A fetch of another track ends, and its place is free, within about this time.</summary>
    private const int FreePlaceSeconds = 5;

    /// <summary>Longest that a client is told to wait: peers that are away are asked at least this often.</summary>
    private const int LongestSeconds = 3_600;

    /// <summary>The answer to this failure.</summary>
    public static FailureAnswer Of(Exception failure) => failure switch
    {
        TrackContentException content => Of(content),
        StorageException store => Of(store.Reason),
        BlobException { Reason: BlobFailure.DiskFull } => Of(StorageFailure.DiskFull),
        BlobException => Of(StorageFailure.NotAccessible),
        ImportException import => Of(import),
        UploadException upload => new(upload.Status, upload.Message),
        JsonBodyException body => new(body.Status, body.Message),
        TokenCheckException => new(StatusCodes.Status503ServiceUnavailable, "The node cannot read its admin token at the moment.", SoonSeconds),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(StatusCodes.Status413PayloadTooLarge, "The body of the request is too large."),
        BadHttpRequestException request => new(request.StatusCode, "A part of the address, the query or the body cannot be read."),
        IOException => new(StatusCodes.Status503ServiceUnavailable, "The node cannot read what this needs at the moment.", SoonSeconds),
        OperationCanceledException or TimeoutException => new(StatusCodes.Status503ServiceUnavailable, "The node broke off its work; try again.", SoonSeconds),
        _ => new(StatusCodes.Status500InternalServerError, "The node failed; its log says why."),
    };

    private static FailureAnswer Of(TrackContentException failure) => failure.Reason switch
    {
        TrackContentFailure.NoCopy => new(StatusCodes.Status410Gone, "No node that we know has this track any more. It plays again once one announces it."),
        TrackContentFailure.PeersUnreachable =>
            new(StatusCodes.Status503ServiceUnavailable, "The nodes that have this track cannot be reached at the moment; try again when one may be back.", WaitOf(failure)),
        TrackContentFailure.Refused =>
            new(StatusCodes.Status503ServiceUnavailable, "The nodes that have this track did not deliver it; try again in a while.", WaitOf(failure)),
        TrackContentFailure.Busy =>
            new(StatusCodes.Status503ServiceUnavailable, "This node fetches many tracks at the moment; try again in a few seconds.", FreePlaceSeconds),
        TrackContentFailure.Blocked => new(StatusCodes.Status403Forbidden, "The nodes that have this track are blocked here; the admin of this node may unblock them."),
        TrackContentFailure.NodeDisabled => new(StatusCodes.Status503ServiceUnavailable, "This track is on another node, and P2P is off here; the admin of this node may turn it on."),
        TrackContentFailure.TakenOut => new(StatusCodes.Status410Gone, "The admin of this node has taken this track out, and alone may take it in again."),
        TrackContentFailure.Dereferenced => new(StatusCodes.Status410Gone, "This track failed again and again, and no node that has it is online. It plays again once one of them is back."),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Reason, null),
    };

    private static int WaitOf(TrackContentException failure) =>
        failure.RetryAfter is { } wait ? (int)Math.Ceiling(Math.Clamp(wait.TotalSeconds, 1, LongestSeconds)) : SoonSeconds;

    private static FailureAnswer Of(StorageFailure reason) => reason switch
    {
        StorageFailure.Busy or StorageFailure.NotAccessible =>
            new(StatusCodes.Status503ServiceUnavailable, "The store of the node cannot answer at the moment.", SoonSeconds),
        StorageFailure.DiskFull => new(StatusCodes.Status507InsufficientStorage, "The disk of the node is full; its admin must free some of it."),
        _ => new(StatusCodes.Status500InternalServerError, "The store of the node failed; the node's log says why."),
    };

    private static FailureAnswer Of(ImportException failure) => failure.Reason switch
    {
        // Its text names the formats, and nothing of the node.
        ImportFailure.UnsupportedFormat => new(StatusCodes.Status415UnsupportedMediaType, failure.Message),
        ImportFailure.NotAudio => new(StatusCodes.Status422UnprocessableEntity, "No audio was found in the file, or it is too broken to be played."),
        ImportFailure.TooLarge => new(StatusCodes.Status413PayloadTooLarge, "The file is larger than this node allows."),
        ImportFailure.DiskFull => new(StatusCodes.Status507InsufficientStorage, "The disk of the node is full; its admin must free some of it."),
        ImportFailure.TimedOut => new(StatusCodes.Status422UnprocessableEntity, "The file could not be read in time."),
        ImportFailure.ProbeMissing => new(StatusCodes.Status500InternalServerError, "The node has no ffmpeg, which reads the files: install it there."),
        _ => new(StatusCodes.Status500InternalServerError, "The node could not keep the file; its log says why."),
    };
}
