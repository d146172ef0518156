namespace Showcase.Hosting;

/// <summary>An expected end of a role: the message is all that the reader needs, so it is printed without a stack trace.</summary>
internal sealed class StopException(int exitCode, string message) : Exception(message)
{
    /// <summary>1 when the work failed, 2 when the role was started wrongly.</summary>
    public int ExitCode { get; } = exitCode;
}
