using System.Buffers;
using System.IO.Pipelines;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// A message on its way in from a peer, read part by part up to the end of its stream. Time limits are on each wait for bytes and on the
/// whole, so that neither a silent nor a trickling peer holds a stream for ever.
/// </summary>
internal sealed class InboundMessage : IAsyncDisposable
{
    /// <summary>Read from the stream at a time, in bytes. Memory is held for one such piece, or one token where that is longer.</summary>
    private const int BufferSize = 16 << 10;

    private readonly PeerBudget _budget;
    private readonly PipeReader _pipe;
    private readonly TimeLimit _whole;
    private readonly TimeLimit _silence;
    private MessageReader? _reader;
    private ReadOnlySequence<byte> _input;
    private long _inputLength;
    private long _consumed;
    private bool _isLarge;
    private bool _hasInput;
    private bool _isFinal;

    /// <summary>Begins to read.</summary>
    public InboundMessage(IrohStream stream, PeerBudget budget, TimeProvider time, CancellationToken cancellationToken)
    {
        _budget = budget;
        _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
        _whole = new TimeLimit(PeerLimits.Message, time, cancellationToken);
        _silence = new TimeLimit(PeerLimits.Silence, time, _whole.Token);
    }

    /// <summary>Reads the next part; null after the last. The last part comes only when the peer has ended the stream behind it.</summary>
    /// <exception cref="WireException">What comes is no message.</exception>
    /// <exception cref="TimeoutException">It comes too slowly.</exception>
    public async ValueTask<MessagePart?> ReadPartAsync()
    {
        _reader ??= new MessageReader(await ReadLengthAsync());
        while (!_reader.IsCompleted)
        {
            if (_reader.TryRead(ref _input, _isFinal, out var part))
            {
                if (_reader.IsCompleted)
                {
                    await ReadEndAsync();
                }

                return part;
            }

            await ReadMoreAsync();
        }

        return null;
    }

    /// <summary>Lets the buffers go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pipe.CompleteAsync();
        _silence.Dispose();
        _whole.Dispose();
        if (_isLarge)
        {
            _budget.LargeMessages.Release();
        }
    }

    private async ValueTask<uint> ReadLengthAsync()
    {
        do
        {
            await ReadMoreAsync();
        }
        while (_input.Length < Frame.HeaderBytes && !_isFinal);

        if (_input.Length < Frame.HeaderBytes)
        {
            throw new WireException(WireError.NotJson, "The stream ends before the length of a message.");
        }

        var length = ReadLength(_input);
        _input = _input.Slice(Frame.HeaderBytes);
        return length;
    }

    private async ValueTask ReadEndAsync()
    {
        while (!_isFinal)
        {
            await ReadMoreAsync();
            if (!_input.IsEmpty)
            {
                throw new WireException(WireError.TooLong, "More bytes than declared.");
            }
        }
    }

    private async ValueTask ReadMoreAsync()
    {
        if (_hasInput)
        {
            _consumed += _inputLength - _input.Length;
            _pipe.AdvanceTo(_input.Start, _input.End);
            _hasInput = false;
        }

        try
        {
            if (!_isLarge && _consumed > PeerLimits.LargeMessage)
            {
                await _budget.LargeMessages.WaitAsync(_whole.Token);
                _isLarge = true;
            }

            _silence.Restart();
            var result = await _pipe.ReadAsync(_silence.Token);
            (_input, _isFinal, _hasInput) = (result.Buffer, result.IsCompleted, true);
            _inputLength = _input.Length;
        }
        catch (OperationCanceledException) when (_silence.HasPassed || _whole.HasPassed)
        {
            throw new TimeoutException(_silence.HasPassed
                ? $"Silence for {PeerLimits.Silence.TotalSeconds:0} seconds in the middle of a message."
                : $"A message that took more than {PeerLimits.Message.TotalMinutes:0} minutes.");
        }

        // Handling what came is not the peer's time.
        _silence.Pause();
    }

    private static uint ReadLength(ReadOnlySequence<byte> input)
    {
        Span<byte> header = stackalloc byte[Frame.HeaderBytes];
        input.Slice(0, Frame.HeaderBytes).CopyTo(header);
        return Frame.ReadLength(header);
    }
}
