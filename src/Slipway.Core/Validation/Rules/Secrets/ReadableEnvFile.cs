using Slipway.Core.Commands;

namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>Env files are for their owner only.</summary>
public sealed class ReadableEnvFile : Rule
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <inheritdoc />
    public override string Id => "secrets/readable-env-file";

    /// <inheritdoc />
    public override string Reason => "Every user and every service of the host that may read an env file has the passwords in it.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from read in facts.EnvFiles
        where read.File.Mode is { } bits && (bits & Others) != 0 && read.IsSensitive
        let name = read.Name
        select Found(
            new SourcePosition(name, 0, ""),
            $"others than its owner may use this env file: its mode is {Octal(read.File.Mode!.Value)}",
            $"chmod 600 {ShellText.Quote(name.StartsWith('/') ? name : $"{facts.Folder}/{name}")}",
            facts.EnvironmentsOf(read.Projects));

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
