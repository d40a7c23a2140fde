using SoundTime.Grains.Contract.Orleans.Support;

namespace SoundTime.Grains.Contract.Orleans.Contract;

public sealed class CallTests() : CallContract(new ClusterHost());
