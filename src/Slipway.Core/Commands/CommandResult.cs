namespace Slipway.Core.Commands;

/// <summary>What a finished program left: its exit code and both streams.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Whether the program ended with 0.</summary>
    public bool Succeeded => ExitCode == 0;
}
