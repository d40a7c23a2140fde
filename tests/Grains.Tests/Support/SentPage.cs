using SoundTime.Grains.Peers;

namespace SoundTime.Grains.Tests.Support;

/// <summary>A page that the link was given to send.</summary>
internal sealed record SentPage(DateTimeOffset At, long After, long Last, ChangeMessage Message, DateTimeOffset? Since);
