namespace SoundTime.Grains.Contract.Grains;

/// <summary>Takes and gives messages.</summary>
public interface IMessageGrain : IGrainWithStringKey
{
    Task<Letter> EchoAsync(Letter letter);

    Task<(int Number, string Text)> EchoTupleAsync((int Number, string Text) tuple);

    ValueTask<byte[]> EchoBytesAsync(byte[] bytes);

    Task<ReadOnlyMemory<byte>> EchoMemoryAsync(ReadOnlyMemory<byte> bytes);

    Task<List<Stamp>> EchoListAsync(List<Stamp> stamps);

    /// <summary>Keeps the list and the bytes as they came, and changes both.</summary>
    Task KeepAsync(List<string> names, byte[] bytes);

    /// <summary>Gives what it keeps, without copying it.</summary>
    Task<List<string>> GiveAsync();

    /// <summary>What it keeps, as a text.</summary>
    Task<string> DescribeAsync();

    /// <summary>With a default, and as overload.</summary>
    Task<string> GreetAsync(string name, string greeting = "hello");

    Task<string> GreetAsync(int number);
}
