using System.Globalization;
using System.Text;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>A Pong in the words of Rust nodes, whose clients may look for them (protocol sheet, section 9.4).</summary>
internal static class PongText
{
    /// <summary>For example <c>Pong { node_id: "…", track_count: 42, version: Some("0.1.0") }</c>.</summary>
    public static string Of(NodeId peer, PeerPing ping)
    {
        var version = ping.Version is { } text ? $"Some({Quote(text)})" : "None";
        return string.Create(CultureInfo.InvariantCulture, $"Pong {{ node_id: {Quote(peer.ToString())}, track_count: {ping.TrackCount}, version: {version} }}");
    }

    /// <summary>As Rust shows a text for debugging: quotes, backslashes and control characters are escaped.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                _ when char.IsControl(character) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)character:x}}}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
