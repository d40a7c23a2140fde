using System.Runtime.InteropServices;

namespace SoundTime.Silo;

/// <summary>Turns the first SIGINT (Ctrl-C) or SIGTERM into a request to stop; the second ends the process at once.</summary>
internal sealed class ShutdownSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration[] _registrations;

    public ShutdownSignals() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stopping.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stopping.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // A signal left alone does what the system has it do, which is to end the process.
        context.Cancel = !_stopping.IsCancellationRequested;
        _stopping.Cancel();
    }
}
