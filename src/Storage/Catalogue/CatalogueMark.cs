namespace SoundTime.Storage.Catalogue;

/// <summary>How far our own tracks have come: what is made of them is current while the mark is the same.</summary>
/// <param name="LastChange">Number of the last change, as <see cref="ICatalogue.FindLastChangeAsync"/> gives it.</param>
/// <param name="Removals">How many of our tracks have gone or have lost words of their title, artist or album, ever.</param>
public sealed record CatalogueMark(long LastChange, long Removals);
