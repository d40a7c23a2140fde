namespace SoundTime.Relay;

/// <summary>Where a TLS certificate lies, in PEM. Files that change are read again, so that a renewed certificate needs no restart.</summary>
/// <param name="Certificate">The certificate, followed by those between it and the root.</param>
/// <param name="Key">Its private key, not encrypted.</param>
public sealed record CertificateFiles(string Certificate, string Key);
