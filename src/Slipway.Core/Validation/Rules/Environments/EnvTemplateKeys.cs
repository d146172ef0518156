using Slipway.Core.Commands;
using Slipway.Core.Environments;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Keys of the template that the env file does not have, or has without a value.</summary>
public sealed class EnvTemplateKeys : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/env-template";

    /// <inheritdoc />
    public override string Reason =>
        "Compose fills in nothing for a key that is not there, and the service "
        + "that needed it fails after production was taken down for it.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var environment in facts.Environments.Where(environment => environment.Env is { IsMissing: false, Template: not null }))
        {
            var env = environment.Env;
            var template = EnvFile.Parse(env.Template!, env.TemplateName);
            var missing = EnvCheck.Lacking(template, env.File).Select(entry => entry.Name).Distinct().ToList();
            if (missing.Count > 0)
            {
                yield return Found(
                    new SourcePosition(env.File.FileName, 0, ""),
                    $"the env file of {environment.Name} lacks {Listed(missing)} of {env.TemplateName}",
                    Invocation.For("InitEnv", environment.Name.ToString()),
                    environment.Name);
            }

            foreach (var (entry, explained) in EnvCheck.Empty(template, env.File))
            {
                yield return Found(
                    environment.PlaceOfKey(entry.Name),
                    $"{entry.Name} of {environment.Name} is empty and has to be filled in",
                    $"{entry.Name}=<value>, as line {explained.Line} of {env.TemplateName} explains",
                    environment.Name);
            }
        }
    }
}
