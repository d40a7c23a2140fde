using SoundTime.Storage;

namespace SoundTime.Api;

/// <summary>Whether a token is the right one is not known, because the store does not answer: never to be told as "wrong".</summary>
internal sealed class TokenCheckException(StorageException cause) : Exception("The admin token cannot be read from the store.", cause);
