namespace Showcase.Redis;

/// <summary>Redis could not be reached, did not answer in time, or refused a command.</summary>
internal sealed class RedisException(string message, Exception? inner = null) : Exception(message, inner);
