using SoundTime.Grains.Contract;
using SoundTime.Grains.Embedded.Tests.Support;

namespace SoundTime.Grains.Embedded.Tests.Contract;

public sealed class TurnTests() : TurnContract(new EmbeddedHost());
