using Slipway.Core.Commands;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Environments that are not set up on this host.</summary>
public sealed class EnvFileMissing : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/env-file";

    /// <inheritdoc />
    public override Severity Severity => Severity.Info;

    /// <inheritdoc />
    public override string Reason =>
        "Without its env file an environment is judged by the template, which says nothing of the values that it will have on this host.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Environments
        where environment.Env.IsMissing
        select Found(
            new SourcePosition(environment.Env.File.FileName, 0, ""),
            $"there is no env file of {environment.Name} yet, so what {environment.Env.TemplateName} makes of it was looked at",
            Invocation.For("InitEnv", environment.Name.ToString()),
            environment.Name);
}
