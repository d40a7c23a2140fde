namespace SoundTime.Iroh.Lookup;

/// <summary>What one lookup answered.</summary>
/// <param name="Name">Who was asked, see <see cref="IAddressLookup.Name"/>.</param>
/// <param name="Address">What it knows; an empty address where it knows that there is nothing; null where it could not be asked.</param>
/// <param name="Problem">Why it could not be asked; null where it could.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record LookupResult(string Name, NodeAddress? Address, string? Problem, TimeSpan Elapsed);
