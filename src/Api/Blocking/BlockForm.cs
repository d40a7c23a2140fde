using Microsoft.AspNetCore.Http;
using SoundTime.Storage.Blocking;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>Makes block requests of what was sent, and refuses what the list cannot hold.</summary>
internal static class BlockForm
{
    /// <summary>What is blocked by a single request: as it is written.</summary>
    /// <exception cref="JsonBodyException">It cannot be kept (400).</exception>
    public static BlockRequest Read(BlockBody body) => Check(new BlockRequest(Canonical(body.Domain), body.Reason), "The domain");

    /// <summary>What is blocked by an import: trimmed and in lower case, without what is blank.</summary>
    /// <exception cref="JsonBodyException">The list is too long (413), or an entry cannot be kept (400); nothing is imported then.</exception>
    public static IReadOnlyList<BlockRequest> Read(IReadOnlyList<BlockBody> entries)
    {
        if (entries.Count > ApiLimits.MaxImportedBlocks)
        {
            throw new JsonBodyException(
                StatusCodes.Status413PayloadTooLarge, $"The list has {entries.Count} entries; import {ApiLimits.MaxImportedBlocks} at a time.");
        }

        var requests = new List<BlockRequest>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not { } entry)
            {
                throw Refuse($"Entry {i + 1} is null.");
            }

            var domain = entry.Domain.Trim().ToLowerInvariant();
            if (domain.Length > 0)
            {
                requests.Add(Check(new BlockRequest(Canonical(domain), entry.Reason), $"The domain of entry {i + 1}"));
            }
        }

        return requests;
    }

    /// <summary>A peer is blocked by exactly its 64 hex digits, so an id in any other form is brought into this one: it would block nobody.</summary>
    private static string Canonical(string domain) =>
        NodeId.TryParse(domain.Trim().ToLowerInvariant(), out var id) ? id.ToString() : domain;

    private static BlockRequest Check(BlockRequest request, string subject)
    {
        if (request.Domain.Length is 0 or > BlockRequest.MaxDomainLength || request.Domain.Any(char.IsControl))
        {
            throw Refuse($"{subject} must have 1 to {BlockRequest.MaxDomainLength} characters, none of them a control character.");
        }

        return request.Reason is not { } reason || (reason.Length <= BlockRequest.MaxReasonLength && !reason.Contains('\0', StringComparison.Ordinal))
            ? request
            : throw Refuse($"The reason to block {request.Domain} must have up to {BlockRequest.MaxReasonLength} characters, none of them NUL.");
    }

    private static JsonBodyException Refuse(string text) => new(StatusCodes.Status400BadRequest, text);
}
