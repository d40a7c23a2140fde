using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace SoundTime.Import;

/// <summary>
/// Reads tags, technical data and pictures with ffprobe and ffmpeg (5.1 or later), each call in a child process of its own, so that a hostile
/// file stays outside this one. Only demuxers that open nothing else are allowed, and only the <c>file</c> protocol.
/// </summary>
public sealed class MediaProbe(MediaProbeOptions options, TimeProvider timeProvider)
{
    /// <summary>Longest answer of ffprobe that is read, in bytes: tags may hold lyrics, but not a book.</summary>
    public const int MaxProbeOutput = 4 * 1024 * 1024;

    /// <summary>Largest picture that is taken, in bytes.</summary>
    public const int MaxPictureSize = 10 * 1024 * 1024;

    /// <summary>Largest block of memory that a child may ask for at once, in bytes.</summary>
    private const string MaxChildAllocation = "268435456";

    private readonly ChildProcess _child = new(options.TimeLimit, timeProvider);
    private volatile bool _isAvailable;

    /// <summary>Makes sure that ffprobe and ffmpeg can be started; asked once, before a run, rather than failing file by file.</summary>
    /// <exception cref="ImportException"><see cref="ImportFailure.ProbeMissing"/>: one of them is not there.</exception>
    public async Task EnsureAvailableAsync(CancellationToken cancellationToken)
    {
        if (_isAvailable)
        {
            return;
        }

        foreach (var program in new[] { options.FfprobePath, options.FfmpegPath })
        {
            var result = await _child.RunAsync(program, ["-hide_banner", "-version"], DrainAsync, cancellationToken);
            if (result.ExitCode != 0)
            {
                throw new ImportException(ImportFailure.ProbeMissing,
                    $"{program} does not work ({result.ErrorText}). Install the package `ffmpeg` (Debian, Ubuntu: apt install ffmpeg) again.");
            }
        }

        _isAvailable = true;
    }

    /// <summary>Reads what the file at <paramref name="path"/> says of itself.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="fileName">The name that stands in for a missing title; not always that of the path, for instance of an upload.</param>
    /// <param name="cancellationToken">Ends the child as well.</param>
    /// <exception cref="ImportException">It is no audio that we take, it took too long, or ffprobe is missing.</exception>
    public async Task<ProbedMedia> ReadAsync(string path, string fileName, CancellationToken cancellationToken)
    {
        string[] arguments = [.. InputArguments(path), "-print_format", "json", "-show_format", "-show_streams"];
        var result = await _child.RunAsync(options.FfprobePath, arguments, ReadJsonAsync, cancellationToken);
        return result is { ExitCode: 0, Output: { } output }
            ? TagReader.Read(output, fileName)
            : throw new ImportException(ImportFailure.NotAudio, $"ffprobe cannot read it as audio: {WithoutPath(result.ErrorText, path)}");
    }

    /// <summary>
    /// Hands the embedded picture to <paramref name="consume"/> as it comes, and answers what that answers; default if it is no picture
    /// or cannot be read whole.
    /// </summary>
    public async Task<T?> ReadPictureAsync<T>(
        string path, int stream, Func<Stream, CancellationToken, Task<T>> consume, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-nostdin", .. InputArguments(path), "-map", $"0:{stream}", "-c", "copy", "-frames:v", "1", "-f", "image2pipe", "pipe:1",
        ];
        var result = await _child.RunAsync(options.FfmpegPath, arguments, (output, token) => TakePictureAsync(output, consume, token), cancellationToken);
        return result.ExitCode == 0 ? result.Output : default;
    }

    /// <summary>Hands on a stream that begins like a picture; default, without reading on, if it does not.</summary>
    internal static async Task<T?> TakePictureAsync<T>(
        Stream picture, Func<Stream, CancellationToken, Task<T>> consume, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(picture);
        var start = await reader.ReadAtLeastAsync(PictureType.HeaderSize, cancellationToken);
        var isPicture = PictureType.IsPicture(start.Buffer.Slice(0, Math.Min(start.Buffer.Length, PictureType.HeaderSize)).ToArray());
        reader.AdvanceTo(start.Buffer.Start);
        if (!isPicture)
        {
            await reader.CompleteAsync();
            return default;
        }

        await using var whole = reader.AsStream();
        return await consume(whole, cancellationToken);
    }

    /// <summary><c>file:</c> keeps names that begin with a dash or hold a colon from being read as options or protocols.</summary>
    private static IEnumerable<string> InputArguments(string path) =>
    [
        "-hide_banner", "-v", "error", "-max_alloc", MaxChildAllocation,
        "-protocol_whitelist", "file", "-format_whitelist", AudioFormats.DemuxerWhitelist, "-i", "file:" + path,
    ];

    private static async Task<FfprobeOutput?> ReadJsonAsync(Stream output, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(output);
        var result = await reader.ReadAtLeastAsync(MaxProbeOutput + 1, cancellationToken);
        if (result.Buffer.Length > MaxProbeOutput)
        {
            throw new ImportException(ImportFailure.NotAudio, "Its tags are too large to be read.");
        }

        try
        {
            var json = new Utf8JsonReader(result.Buffer);
            return JsonSerializer.Deserialize(ref json, FfprobeJson.Default.FfprobeOutput);
        }
        catch (JsonException)
        {
            // A child that fails may print half an answer; its exit code and its error text say more.
            return null;
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static async Task<bool> DrainAsync(Stream output, CancellationToken cancellationToken)
    {
        await output.CopyToAsync(Stream.Null, cancellationToken);
        return true;
    }

    private static string WithoutPath(string errorText, string path) =>
        errorText.Replace("file:" + path, Path.GetFileName(path), StringComparison.Ordinal);
}
