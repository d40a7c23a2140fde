using System.Diagnostics.CodeAnalysis;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

[SuppressMessage("Usage", "CA2208:Instantiate argument exceptions correctly", Justification = "It is thrown for its type.")]
internal sealed class FailingGrain(Gates gates) : Grain, IFailingGrain
{
    public Task ThrowAtOnceAsync(string message) => throw new InvalidOperationException(message);

    public async Task<int> ThrowLaterAsync(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public ValueTask<int> ThrowArgumentAsync(string message) => throw new ArgumentException(message);

    public async ValueTask ThrowCancelledAsync()
    {
        await Task.Yield();
        throw new OperationCanceledException("By the grain.");
    }

    public async Task ThrowBehindGateAsync(string gate, CancellationToken cancellationToken)
    {
        await gates.PassAsync(gate);
        throw new InvalidOperationException("Behind the gate.");
    }

    public ValueTask<string> WorkAsync() => new("done");
}
