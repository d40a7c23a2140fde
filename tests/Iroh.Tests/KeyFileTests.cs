using System.Text;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests;

public sealed class KeyFileTests : IDisposable
{
    private const string SeedOfZeros = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";

    private readonly string _folder = Directory.CreateTempSubdirectory("soundtime-key-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "deep", "er", "secret_key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_key_is_made_once_and_read_ever_after()
    {
        var first = KeyFile.LoadOrCreate(Path);
        var second = KeyFile.LoadOrCreate(Path);
        Assert.Equal(first.NodeId, second.NodeId);
        Assert.Equal(64, File.ReadAllText(Path).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Single(Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!));
    }

    [Fact]
    public async Task Starts_at_the_same_time_end_with_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => KeyFile.LoadOrCreate(Path))));
        Assert.Single(keys.Select(key => key.NodeId).Distinct());
        Assert.Equal(keys[0].NodeId, KeyFile.LoadOrCreate(Path).NodeId);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("  0000000000000000000000000000000000000000000000000000000000000000\n")]
    public void Hex_digits_are_read(string content)
    {
        Write(Encoding.ASCII.GetBytes(content));
        Assert.Equal(NodeId.Parse(SeedOfZeros), KeyFile.LoadOrCreate(Path).NodeId);
    }

    [Fact]
    public void Raw_bytes_are_read()
    {
        Write(new byte[32]);
        Assert.Equal(NodeId.Parse(SeedOfZeros), KeyFile.LoadOrCreate(Path).NodeId);
    }

    [Fact]
    public void Upper_case_digits_are_read()
    {
        Write(Encoding.ASCII.GetBytes(new string('A', 64)));
        Assert.Equal(new SecretKey(Convert.FromHexString(new string('a', 64))).NodeId, KeyFile.LoadOrCreate(Path).NodeId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public void A_damaged_file_is_said_in_words_and_left_as_it_is(string content)
    {
        Write(Encoding.ASCII.GetBytes(content));
        var exception = Assert.Throws<KeyFileException>(() => KeyFile.LoadOrCreate(Path));
        Assert.Equal(KeyFileFailure.Damaged, exception.Reason);
        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Fact]
    public void A_file_far_too_long_is_damaged()
    {
        Write(new byte[1 << 20]);
        Assert.Equal(KeyFileFailure.Damaged, Assert.Throws<KeyFileException>(() => KeyFile.LoadOrCreate(Path)).Reason);
    }

    [Fact]
    public void A_folder_in_its_place_is_said_in_words()
    {
        File.WriteAllText(System.IO.Path.Combine(_folder, "deep"), "in the way");
        Assert.Equal(KeyFileFailure.NotAccessible, Assert.Throws<KeyFileException>(() => KeyFile.LoadOrCreate(Path)).Reason);
    }

    [Fact]
    public void Public_keys_follow_from_seeds_as_rfc_8032_has_it()
    {
        // RFC 8032, section 7.1, tests 1 and 2; and the sheets' vector.
        Assert.Equal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", IdOf("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        Assert.Equal("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", IdOf("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        Assert.Equal("197f6b23e16c8532c6abc838facd5ea789be0c76b2920334039bfa8b3d368d61", IdOf(string.Concat(Enumerable.Repeat("2a", 32))));
    }

    private static string IdOf(string seed) => new SecretKey(Convert.FromHexString(seed)).NodeId.ToString();

    private void Write(byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllBytes(Path, content);
    }
}
