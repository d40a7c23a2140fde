using System.Runtime.InteropServices;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Datagrams;

internal sealed unsafe partial class UdpTransport
{
    private const int ControlBytes = 128;

    /// <summary>How long a full socket buffer is waited for before the datagrams count as lost, in milliseconds.</summary>
    private const int FullBufferWaitMilliseconds = 10;

    /// <inheritdoc/>
    public void Send(in DatagramPath path, ReadOnlySpan<byte> datagrams, int segmentSize, byte ecn)
    {
        if (_segmentation && datagrams.Length > segmentSize)
        {
            var error = SendOnce(path, datagrams, segmentSize, ecn);
            if (error is not (Linux.ErrorInvalid or Linux.ErrorInputOutput))
            {
                return;
            }

            // If it works one by one, this kernel or network card cannot split datagrams; else the destination is at fault.
            _segmentation = !SendOneByOne(path, datagrams, segmentSize, ecn);
        }
        else
        {
            SendOneByOne(path, datagrams, segmentSize, ecn);
        }
    }

    /// <summary>Answers whether the kernel took them all.</summary>
    private bool SendOneByOne(in DatagramPath path, ReadOnlySpan<byte> datagrams, int segmentSize, byte ecn)
    {
        var isTaken = true;
        while (!datagrams.IsEmpty)
        {
            var one = datagrams[..Math.Min(segmentSize, datagrams.Length)];
            isTaken &= SendOnce(path, one, segmentSize, ecn) == 0;
            datagrams = datagrams[one.Length..];
        }

        return isTaken;
    }

    private int SendOnce(in DatagramPath path, ReadOnlySpan<byte> datagrams, int segmentSize, byte ecn)
    {
        var remote = path.Remote;
        fixed (byte* name = remote.Span)
        fixed (byte* data = datagrams)
        {
            var vector = new NativeVector { Base = data, Length = (nuint)datagrams.Length };
            var message = new Linux.MessageHeader
            {
                Name = name,
                NameLength = (uint)remote.Size,
                Vectors = &vector,
                VectorCount = 1,
                Control = _control,
                ControlLength = WriteControl(path, datagrams.Length > segmentSize ? segmentSize : 0, ecn),
            };
            if (message.ControlLength == 0)
            {
                message.Control = null;
            }

            for (var attempt = 0; ; attempt++)
            {
                if (Linux.SendMessage(_descriptor, &message, Linux.MessageDontWait) >= 0)
                {
                    return 0;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == Linux.ErrorTryAgain && attempt == 0)
                {
                    WaitForRoom();
                }
                else if (error != Linux.ErrorInterrupted)
                {
                    return error;
                }
            }
        }
    }

    private void WaitForRoom()
    {
        var poll = new Linux.PollDescriptor { Descriptor = _descriptor, Events = Linux.PollOut };
        var timeout = new Linux.TimeSpec { Nanoseconds = FullBufferWaitMilliseconds * 1_000_000 };
        _ = Linux.Poll(&poll, 1, &timeout, 0);
    }

    private nuint WriteControl(in DatagramPath path, int segmentSize, byte ecn)
    {
        nuint used = 0;
        var local = path.Local;
        if (segmentSize > 0)
        {
            *(ushort*)Append(ref used, Linux.LevelUdp, Linux.UdpSegment, sizeof(ushort)) = (ushort)segmentSize;
        }

        if (ecn != 0)
        {
            *(int*)Append(ref used, _isIPv6 ? Linux.LevelIPv6 : Linux.LevelIp, _isIPv6 ? Linux.IPv6TrafficClass : Linux.IpTypeOfService, sizeof(int)) = ecn;
        }

        // The source address, which is not the default one when the host has several.
        if (local.AddressBytes.ContainsAnyExcept((byte)0))
        {
            if (_isIPv6)
            {
                var info = Append(ref used, Linux.LevelIPv6, Linux.IPv6PacketInfo, 20);
                local.AddressBytes.CopyTo(new Span<byte>(info, 16));
                *(uint*)(info + 16) = path.Remote.ScopeId;
            }
            else
            {
                var info = Append(ref used, Linux.LevelIp, Linux.IpPacketInfo, 12);
                *(int*)info = 0;
                local.AddressBytes.CopyTo(new Span<byte>(info + 4, 4));
                *(int*)(info + 8) = 0;
            }
        }

        return used;
    }

    private byte* Append(ref nuint used, int level, int type, int dataLength)
    {
        var header = (Linux.ControlHeader*)(_control + used);
        header->Length = (nuint)(Linux.ControlHeader.Size + dataLength);
        header->Level = level;
        header->Type = type;
        used += (header->Length + 7) & ~(nuint)7;
        return (byte*)header + Linux.ControlHeader.Size;
    }
}
