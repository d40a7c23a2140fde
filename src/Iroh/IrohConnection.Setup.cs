using System.Runtime.InteropServices;
using System.Text;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;
using SoundTime.Iroh.Quic;
using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>How a connection comes to be. Runs on the endpoint's thread, but for the constructor.</summary>
public sealed unsafe partial class IrohConnection
{
    private readonly NodeId _expectedId;
    private readonly List<ConnectionId> _ids = [];
    private nint _native;
    private nint _session;
    private TlsReference* _reference;
    private GCHandle _handle;
    private bool _isStarted;
    private bool _isHandshakeCompleted;
    private bool _isHandshakeConfirmed;

    /// <summary>A connection that this side dials; it starts when the endpoint's thread first looks after it.</summary>
    internal IrohConnection(EndpointLoop loop, NodeId expectedId, IReadOnlyList<DatagramAddress> remotes)
    {
        _loop = loop;
        _expectedId = expectedId;
        _found = [.. remotes];
        _clientPaths = new ClientPaths();
        _path = _clientPaths.Current.Stand;
        _connectionPath = new ConnectionPath(null, null, PathReason.AnsweredFirst);
        IsOutbound = true;
    }

    private IrohConnection(EndpointLoop loop, in DatagramPath path)
    {
        _loop = loop;
        _path = path;
        _connectionPath = Describe(path, PathReason.PeerChose);
        _isStarted = true;
    }

    internal Ngtcp2Abi Abi => _loop.Abi;

    internal nint Native => _native;

    /// <summary>Whether packets can still come in and go out.</summary>
    internal bool IsOpen => _native != 0;

    /// <summary>Whether the handshake still needs TLS.</summary>
    internal bool HasTlsSession => _session != 0;

    /// <summary>The first thing that went wrong in a callback.</summary>
    internal Exception? CallbackError { get; set; }

    internal bool WasReset { get; set; }

    /// <summary>A connection for the first packet of a stranger.</summary>
    /// <param name="loop">The endpoint's thread.</param>
    /// <param name="path">Where the packet came from, and where all answers go.</param>
    /// <param name="header">The packet's header.</param>
    /// <param name="retriedFrom">The id the client first chose, when it comes back from a Retry.</param>
    /// <param name="now">The time.</param>
    internal static IrohConnection StartServer(EndpointLoop loop, in DatagramPath path, in PacketHeader header, ConnectionId? retriedFrom, ulong now)
    {
        var connection = new IrohConnection(loop, path);
        connection.Create(header, retriedFrom, now);
        connection.AddConnectionId(header.Destination);
        loop.HalfOpen++;
        return connection;
    }

    private void StartClient(ulong now)
    {
        _isStarted = true;
        if (_loop.IsFull)
        {
            FinishClosed(new ConnectionClose(CloseCause.ClosedLocally, 0, "as many connections as there may be"), []);
            return;
        }

        TakeFound();
        if (_clientPaths!.Current.Paths.Count == 0)
        {
            FinishClosed(new ConnectionClose(CloseCause.TransportError, 0, "no address of the node can be reached from here"), []);
            return;
        }

        Create(null, null, now);
        Ngtcp2.SetKeepAlive(_native, QuicClock.Nanoseconds(QuicLimits.KeepAlive));
    }

    private void Create(PacketHeader? first, ConnectionId? retriedFrom, ulong now)
    {
        try
        {
            CreateNative(first, retriedFrom, now);
        }
        catch
        {
            FreeNative();
            throw;
        }
    }

    /// <summary>Makes the native halves: TLS session and QUIC connection. Without a header this side is the client.</summary>
    private void CreateNative(PacketHeader? first, ConnectionId? retriedFrom, ulong now)
    {
        var source = ConnectionId.Random(QuicLimits.ConnectionIdLength);
        var settings = stackalloc byte[Ngtcp2.SettingsBlock];
        var parameters = stackalloc byte[Ngtcp2.ParametersBlock];
        FillSettings(settings, first, retriedFrom is not null, now);
        FillParameters(parameters, first, retriedFrom, source);

        _handle = GCHandle.Alloc(this);
        _reference = (TlsReference*)NativeMemory.AllocZeroed((nuint)sizeof(TlsReference));
        _reference->GetConnection = ConnectionCallbacks.GetConnectionFunction;
        _reference->Owner = GCHandle.ToIntPtr(_handle);
        var protocol = Encoding.ASCII.GetBytes(_loop.Options.Protocol);
        _session = _loop.Credentials.CreateSession(first is null, (nint)_reference, protocol, ConnectionCallbacks.VerifyFunction);

        var local = _path.Local;
        var remote = _path.Remote;
        nint native;
        int result;
        fixed (byte* localBytes = local.Span)
        fixed (byte* remoteBytes = remote.Span)
        {
            var path = new NativePath { Local = localBytes, LocalLength = (uint)local.Size, Remote = remoteBytes, RemoteLength = (uint)remote.Size };
            if (first is { } header)
            {
                var destination = header.Source;
                result = Ngtcp2.ServerNew(&native, &destination, &source, &path, header.Version, Ngtcp2.StructureVersion, _loop.Callbacks.Table, Ngtcp2.StructureVersion, settings, Ngtcp2.StructureVersion, parameters, (nint)_loop.Memory.Table, _reference->Owner);
            }
            else
            {
                var destination = ConnectionId.Random(ConnectionId.MaxLength);
                result = Ngtcp2.ClientNew(&native, &destination, &source, &path, Ngtcp2.ProtocolVersion1, Ngtcp2.StructureVersion, _loop.Callbacks.Table, Ngtcp2.StructureVersion, settings, Ngtcp2.StructureVersion, parameters, (nint)_loop.Memory.Table, _reference->Owner);
            }
        }

        if (result != 0)
        {
            throw new InvalidOperationException($"ngtcp2 could not start a connection: {Ngtcp2.Describe(result)}");
        }

        _native = native;
        _reference->Connection = native;
        Ngtcp2.SetTlsSession(native, _session);
        _loop.Register(this);
        AddConnectionId(source);
    }

    private void FillSettings(byte* settings, in PacketHeader? first, bool isTokenVerified, ulong now)
    {
        new Span<byte>(settings, Ngtcp2.SettingsBlock).Clear();
        Ngtcp2.SettingsDefault(Ngtcp2.StructureVersion, settings);
        *(ulong*)(settings + Abi.SettingsInitialTimestamp) = now;
        *(nuint*)(settings + Abi.SettingsMaxPayload) = QuicLimits.MaxPayload;
        *(nuint*)(settings + Abi.SettingsAckThreshold) = (nuint)QuicLimits.AckThreshold;
        *(ulong*)(settings + Abi.SettingsHandshakeTimeout) = QuicClock.Nanoseconds(QuicLimits.HandshakeTimeout);
        if (isTokenVerified && first is { } header)
        {
            // A token lifts the limit on answers to an unproved address, so only one that we have made may count. ngtcp2 copies it.
            *(NativeVector*)(settings + Abi.SettingsToken) = header.Token;
        }
    }

    private void FillParameters(byte* parameters, in PacketHeader? first, ConnectionId? retriedFrom, ConnectionId source)
    {
        new Span<byte>(parameters, Ngtcp2.ParametersBlock).Clear();
        Ngtcp2.ParametersDefault(Ngtcp2.StructureVersion, parameters);
        *(ulong*)(parameters + Ngtcp2.ParametersStreamWindowLocal) = QuicLimits.StreamWindow;
        *(ulong*)(parameters + Ngtcp2.ParametersStreamWindowRemote) = QuicLimits.StreamWindow;
        *(ulong*)(parameters + Ngtcp2.ParametersConnectionWindow) = QuicLimits.ConnectionWindow;
        *(ulong*)(parameters + Ngtcp2.ParametersStreamsBidirectional) = QuicLimits.Streams;
        *(ulong*)(parameters + Ngtcp2.ParametersIdleTimeout) = QuicClock.Nanoseconds(QuicLimits.IdleTimeout);
        *(ulong*)(parameters + Ngtcp2.ParametersMaxPayload) = QuicLimits.MaxAcceptedPayload;
        *(ulong*)(parameters + Ngtcp2.ParametersConnectionIdLimit) = QuicLimits.ConnectionIds;
        if (first is not { } header)
        {
            return;
        }

        *(ConnectionId*)(parameters + Ngtcp2.ParametersOriginalDestination) = retriedFrom ?? header.Destination;
        if (Abi.Version == Ngtcp2Version.Soname16)
        {
            parameters[Ngtcp2.ParametersOriginalDestinationPresent16] = 1;
        }

        if (retriedFrom is not null)
        {
            *(ConnectionId*)(parameters + Ngtcp2.ParametersRetrySource) = header.Destination;
            parameters[Abi.ParametersRetrySourcePresent] = 1;
        }

        parameters[Ngtcp2.ParametersResetTokenPresent] = 1;
        WriteResetToken(source, parameters + Abi.ParametersResetToken);
    }

    private void WriteResetToken(ConnectionId id, byte* token)
    {
        fixed (byte* secret = _loop.ResetSecret)
        {
            _ = Ngtcp2.GenerateResetToken(token, secret, (nuint)_loop.ResetSecret.Length, &id);
        }
    }

    /// <summary>A further id for the peer to reach us by.</summary>
    internal ConnectionId AddConnectionId(int length, byte* resetToken)
    {
        var id = ConnectionId.Random(length);
        WriteResetToken(id, resetToken);
        AddConnectionId(id);
        return id;
    }

    internal void RemoveConnectionId(in ConnectionId id)
    {
        _ids.Remove(id);
        _loop.Ids.Remove(id, this);
    }

    /// <summary>A reset token of one of the peer's ids came into use, or went out of it.</summary>
    internal void OnPeerResetToken(UInt128 token, bool isActive)
    {
        if (isActive)
        {
            _resetTokens.Add(token);
            _loop.Ids.AddResetToken(token, this);
        }
        else if (_resetTokens.Remove(token))
        {
            _loop.Ids.RemoveResetToken(token);
        }
    }

    /// <summary>Looks at the key that TLS will have the peer prove. Answers whether it may be this one.</summary>
    internal bool OnPeerKey(NodeId id)
    {
        if (IsOutbound && id != _expectedId)
        {
            _isWrongIdentity = true;
            return false;
        }

        RemoteId = id;
        return true;
    }

    internal void OnHandshakeCompleted() => _isHandshakeCompleted = true;

    internal void OnHandshakeConfirmed() => _isHandshakeConfirmed = true;

    private void AddConnectionId(in ConnectionId id)
    {
        _ids.Add(id);
        _loop.Ids.Add(id, this);
    }
}
