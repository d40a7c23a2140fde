namespace SoundTime.Api;

/// <summary>Whether the node is well (protocol sheet, section 9.6), with the answer of each check.</summary>
/// <param name="Status"><c>ok</c> or <c>failing</c>.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Checks">Each check by name.</param>
internal sealed record HealthBody(string Status, string Version, IReadOnlyDictionary<string, HealthCheckBody> Checks);
