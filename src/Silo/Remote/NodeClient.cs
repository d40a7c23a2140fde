using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Remote;

/// <summary>Asks the admin API of the node that runs on a data folder, for commands beside it.</summary>
internal sealed class NodeClient : IDisposable
{
    /// <summary>Longest answer that is read, in bytes: the doctor's, with a line for each of some hundred checks.</summary>
    private const int MaxAnswerBytes = 4 << 20;

    /// <summary>Longer than the API takes for anything.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient _http;

    private NodeClient(NodeAccess access)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = access.Url, Timeout = Limit, MaxResponseContentBufferSize = MaxAnswerBytes };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
    }

    /// <summary>Finds the node of these options.</summary>
    /// <exception cref="NodeRequestException">None runs, or this user may not ask it.</exception>
    public static NodeClient Of(NodeOptions options) => NodeAccessFile.Find(options) is { } access
        ? new NodeClient(access)
        : throw NotRunning(options.DataDirectory);

    /// <summary>Reads something.</summary>
    /// <exception cref="NodeRequestException">It was not given.</exception>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, content: null, cancellationToken);

    /// <summary>Has something done.</summary>
    /// <exception cref="NodeRequestException">It was not.</exception>
    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, options: Json);
        return await SendAsync<T>(HttpMethod.Post, path, content, cancellationToken);
    }

    /// <summary>Reads server-sent events as they come, until the node ends them.</summary>
    /// <exception cref="NodeRequestException">They were not given, or not to the end.</exception>
    public async IAsyncEnumerable<SseItem<string>> ReadEventsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var response = await ExplainAsync(() => OpenAsync(path, either.Token), cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        await using var events = SseParser.Create(stream).EnumerateAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (await ExplainAsync(() => events.MoveNextAsync().AsTask(), cancellationToken))
        {
            yield return events.Current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await ExplainAsync(
            async () =>
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                await RequireSuccessAsync(response, cancellationToken);
                return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new JsonException("The answer is null.");
            },
            cancellationToken);
    }

    private async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            await RequireSuccessAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<T> ExplainAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError)
        {
            throw NotRunning(_http.BaseAddress!.ToString(), exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new NodeRequestException(
                NodeRequestFailure.BadAnswer, $"the node at {_http.BaseAddress} did not answer as it should ({exception.Message.TrimEnd('.')}); see its log.", exception);
        }
    }

    private static NodeRequestException NotRunning(string place, Exception? cause = null) =>
        new(NodeRequestFailure.NotRunning, $"no node answers for {place}; start it with soundtime serve, or name its data folder with --data.", cause);

    private async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new NodeRequestException(
                NodeRequestFailure.NoAccess,
                $"the node at {_http.BaseAddress} does not take this token; is another program listening there, or ADMIN_TOKEN another one than the node's?");
        }

        // Errors are {"message":…} or {"error":…}; what the server itself refuses, such as an address that is too long, has no body.
        var text = response.Content.Headers.ContentType is null
            ? null
            : (await response.Content.ReadFromJsonAsync<Dictionary<string, string>>(Json, cancellationToken))?.Values.FirstOrDefault();
        throw new NodeRequestException(NodeRequestFailure.Refused, $"the node refused: {text ?? $"{(int)response.StatusCode} {response.ReasonPhrase}"}");
    }
}
