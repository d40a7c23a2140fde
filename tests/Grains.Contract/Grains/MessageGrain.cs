namespace SoundTime.Grains.Contract.Grains;

internal sealed class MessageGrain : Grain, IMessageGrain
{
    private List<string> _names = [];
    private byte[] _bytes = [];

    public Task<Letter> EchoAsync(Letter letter) => Task.FromResult(letter);

    public Task<(int Number, string Text)> EchoTupleAsync((int Number, string Text) tuple) => Task.FromResult(tuple);

    public ValueTask<byte[]> EchoBytesAsync(byte[] bytes) => new(bytes);

    public Task<ReadOnlyMemory<byte>> EchoMemoryAsync(ReadOnlyMemory<byte> bytes) => Task.FromResult(bytes);

    public Task<List<Stamp>> EchoListAsync(List<Stamp> stamps) => Task.FromResult(stamps);

    public Task KeepAsync(List<string> names, byte[] bytes)
    {
        _names = names;
        _bytes = bytes;
        _names.Add("added by the grain");
        _bytes[0] = 99;
        return Task.CompletedTask;
    }

    public Task<List<string>> GiveAsync() => Task.FromResult(_names);

    public Task<string> DescribeAsync() => Task.FromResult($"{string.Join(", ", _names)}; {string.Join(", ", _bytes)}");

    public Task<string> GreetAsync(string name, string greeting = "hello") => Task.FromResult($"{greeting}, {name}");

    public Task<string> GreetAsync(int number) => Task.FromResult($"hello, number {number}");
}
