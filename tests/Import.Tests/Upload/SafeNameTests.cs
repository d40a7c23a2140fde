using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SoundTime.Import.Tests.Upload;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("AC/DC", "AC_DC")]
    [InlineData("  a  ", "a")]
    [InlineData("..", "__")]
    [InlineData(".", "_")]
    [InlineData("", "_")]
    [InlineData("a:*?\"<>|\\\0b", "a_________b")]
    [InlineData("con", "con_")]
    [InlineData("Lpt1.x", "Lpt1.x_")]
    [InlineData("end.", "end")]
    [InlineData("🎵", "🎵")]
    public void A_folder_name_is_harmless_everywhere(string text, string expected) => Assert.Equal(expected, SafeName.Of(text));

    [Fact]
    public void A_long_file_name_is_cut_and_keeps_its_extension()
    {
        var name = SafeName.OfFile(new string('é', 300) + ".mp3");

        Assert.EndsWith("é.mp3", name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), SafeName.MaxBytes - 3, SafeName.MaxBytes);
    }

    [Fact]
    public void Every_text_becomes_one_visible_part_of_a_path() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null),
        text => IsHarmless(SafeName.Of(text)) && IsHarmless(SafeName.OfFile(text + ".mp3"))));

    private static bool IsHarmless(string name) =>
        name.Length > 0
        && Path.GetFileName(name) == name
        && !name.StartsWith('.')
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Any(char.IsControl)
        && Encoding.UTF8.GetByteCount(name) <= SafeName.MaxBytes;
}
