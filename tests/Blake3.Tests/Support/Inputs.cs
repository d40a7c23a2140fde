namespace SoundTime.Blake3.Tests.Support;

/// <summary>Inputs that are the same in every run.</summary>
internal static class Inputs
{
    /// <summary>The pattern of the official test vectors: byte i is i mod 251.</summary>
    public static byte[] Pattern(int length)
    {
        var input = new byte[length];
        for (var i = 0; i < length; i++)
        {
            input[i] = (byte)(i % 251);
        }

        return input;
    }

    /// <summary>Bytes without a pattern.</summary>
    public static byte[] Random(int length, int seed = 1)
    {
        var input = new byte[length];
        new Random(seed).NextBytes(input);
        return input;
    }
}
