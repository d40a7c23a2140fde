namespace SoundTime.Silo.Terminal;

/// <summary>Texts that others chose, such as names of files, may hold line ends and the commands of terminals.</summary>
internal static class OneLine
{
    /// <summary>The text with a question mark for each control character.</summary>
    public static string Of(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
