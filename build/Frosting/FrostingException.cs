namespace Cake.Frosting;

/// <summary>The build itself is put together wrongly.</summary>
public sealed class FrostingException : Exception
{
    /// <summary>An error without a message.</summary>
    public FrostingException()
    {
    }

    /// <summary>An error that says what is wrong.</summary>
    public FrostingException(string message)
        : base(message)
    {
    }

    /// <summary>An error that says what is wrong, and its cause.</summary>
    public FrostingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
