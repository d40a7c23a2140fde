using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using SoundTime.Import.Tests.Support;

[assembly: AssemblyFixture(typeof(Samples))]

namespace SoundTime.Import.Tests.Support;

/// <summary>Short files in every format, made once by ffmpeg, with tags and, where the format can, a picture.</summary>
public sealed class Samples : IDisposable
{
    private static readonly string[] Tags =
    [
        "title=A Title", "artist=An Artist", "album_artist=An Album Artist", "album=An Album", "genre=hip hop/rap", "date=2024-05-06",
        "track=3/12", "disc=1/2",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("soundtime-samples-").FullName;

    public Samples()
    {
        Make("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", Picture);
        string[] embedded = ["-i", Picture, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic"];
        string[] block = ["-metadata", "METADATA_BLOCK_PICTURE=" + PictureBlock(File.ReadAllBytes(Picture))];
        MakeSine("sample.mp3", 440, embedded);
        MakeSine("sample.flac", 440, embedded);
        MakeSine("sample.m4a", 440, embedded);
        MakeSine("sample.aiff", 440, [.. embedded, "-write_id3v2", "1"]);
        MakeSine("sample.ogg", 440, [.. block, "-c:a", "libvorbis"]);
        MakeSine("sample.opus", 440, block);
        MakeSine("sample.aac", 440, ["-write_id3v2", "1"]);
        MakeSine("sample.wav", 440, []);
        foreach (var frequency in Enumerable.Range(0, PlainCount).Select(index => 300 + index))
        {
            MakeSine($"plain{frequency}.wav", frequency, []);
        }
    }

    /// <summary>How many files <see cref="Plain"/> has.</summary>
    public const int PlainCount = 12;

    /// <summary>A small PNG.</summary>
    public string Picture => Path.Combine(_folder, "picture.png");

    /// <summary>The sample of a format, by extension.</summary>
    public string this[string extension] => Path.Combine(_folder, "sample." + extension);

    /// <summary>Small files that differ from each other.</summary>
    public string Plain(int index) => Path.Combine(_folder, $"plain{300 + index}.wav");

    /// <summary>Runs ffmpeg with these arguments.</summary>
    public static void Make(params string[] arguments)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]))
            ?? throw new InvalidOperationException("The tests need ffmpeg: apt install ffmpeg");
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void MakeSine(string name, int frequency, string[] more) => Make(
    [
        "-f", "lavfi", "-i", $"sine=frequency={frequency}:duration=1", .. more,
        .. Tags.SelectMany(tag => new[] { "-metadata", tag }), Path.Combine(_folder, name),
    ]);

    /// <summary>FLAC's picture block (RFC 9639, section 8.8), base64 as Vorbis comments hold it.</summary>
    private static string PictureBlock(byte[] picture)
    {
        using var block = new MemoryStream();
        void Number(int value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            block.Write(bytes);
        }

        var type = Encoding.ASCII.GetBytes("image/png");
        Number(3);
        Number(type.Length);
        block.Write(type);
        foreach (var value in new[] { 0, 64, 64, 24, 0, picture.Length })
        {
            Number(value);
        }

        block.Write(picture);
        return Convert.ToBase64String(block.ToArray());
    }
}
