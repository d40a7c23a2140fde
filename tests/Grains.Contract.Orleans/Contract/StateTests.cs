using SoundTime.Grains.Contract.Orleans.Support;

namespace SoundTime.Grains.Contract.Orleans.Contract;

public sealed class StateTests() : StateContract(new ClusterHost());
