namespace SoundTime.Wire.Text;

/// <summary>Full lower-casing of Unicode as Rust's <c>str::to_lowercase</c> does it (protocol sheet, section 5.1).</summary>
public static class LowerCase
{
    /// <summary>The text in lower case; <c>İ</c> becomes two characters.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);
    }
}
