using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

public sealed class OfficialVectorTests
{
    private static readonly OfficialVectors Vectors = OfficialVectors.Load();

    public static TheoryData<string> Names => Implementations.Names();

    [Fact]
    public void All_35_official_cases_are_there() => Assert.Equal(35, Vectors.Cases.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_hash_is_the_official_one(string name) => AssertOutputs(name, _ => HashMode.Hash, vector => vector.Hash);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_keyed_hash_is_the_official_one(string name) =>
        AssertOutputs(name, _ => HashMode.Keyed(Vectors.Key), vector => vector.KeyedHash);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_derived_key_is_the_official_one(string name) =>
        AssertOutputs(name, compression => HashMode.DeriveKey(Vectors.Context, compression), vector => vector.DeriveKey);

    [Fact]
    public void The_public_functions_give_the_official_outputs()
    {
        foreach (var vector in Vectors.Cases)
        {
            var input = Inputs.Pattern(vector.InputLength);
            AssertFinish(new Blake3Hasher(), input, vector.Hash);
            AssertFinish(Blake3Hasher.CreateKeyed(Vectors.Key), input, vector.KeyedHash);
            AssertFinish(Blake3Hasher.CreateDeriveKey(Vectors.Context), input, vector.DeriveKey);

            var output = new byte[131];
            Blake3Hasher.Hash(input, output);
            Assert.Equal(vector.Hash, output);
            Blake3Hasher.KeyedHash(Vectors.Key, input, output);
            Assert.Equal(vector.KeyedHash, output);
            Blake3Hasher.DeriveKey(Vectors.Context, input, output);
            Assert.Equal(vector.DeriveKey, output);
        }
    }

    private static void AssertOutputs(string name, Func<Compression, HashMode> mode, Func<OfficialVector, byte[]> expected)
    {
        var compression = Implementations.Named(name);
        var tree = new TreeHasher(compression, mode(compression));
        foreach (var vector in Vectors.Cases)
        {
            var input = Inputs.Pattern(vector.InputLength);
            var output = new byte[131];
            tree.Hash(input, output);
            Assert.Equal(expected(vector), output);
            AssertFinish(new Blake3Hasher(tree), input, expected(vector));
        }
    }

    private static void AssertFinish(Blake3Hasher hasher, byte[] input, byte[] expected)
    {
        var output = new byte[expected.Length];
        hasher.Update(input);
        hasher.Finish(output);
        Assert.Equal(expected, output);

        var hash = new byte[Blake3Hasher.HashLength];
        hasher.Finish(hash);
        Assert.Equal(expected[..Blake3Hasher.HashLength], hash);
    }
}
