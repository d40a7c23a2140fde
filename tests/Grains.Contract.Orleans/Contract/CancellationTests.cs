using SoundTime.Grains.Contract.Orleans.Support;

namespace SoundTime.Grains.Contract.Orleans.Contract;

public sealed class CancellationTests() : CancellationContract(new ClusterHost());
