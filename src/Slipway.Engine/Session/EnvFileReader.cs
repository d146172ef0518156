using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Environments;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Core.Validation;

namespace Slipway.Engine.Session;

/// <summary>Reads env files with the templates that they are made from.</summary>
internal sealed class EnvFileReader(StackSession session)
{
    /// <summary>
    /// The environment's env file, or, where it may be made by a deployment, its content with fresh secrets. Only what makes a
    /// release checks it against the template: an earlier release has the keys of its time.
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <param name="use">What it is read for; null for something that has no plan.</param>
    /// <param name="kept">The version that the running release was made with, or null: where the file is missing, the operator is told of
    /// it.</param>
    /// <exception cref="SlipwayException">It is missing or wrong.</exception>
    public LoadedEnvFile Read(EnvironmentDefinition environment, IntentKind? use, string? kept = null)
    {
        if (environment.Compose.EnvFile is not { } name)
            return new LoadedEnvFile("", "no env file", "", false, ImmutableSortedDictionary<string, string>.Empty);
        var path = session.Location.Resolve(name);
        var found = new List<Problem>();
        var template = ReadTemplate(environment, found);
        var written = session.Files.Read(name, found);
        if (found.Count > 0) throw SlipwayException.Of([.. found]);

        ImmutableArray<string> generated = [];
        var text = written;
        if (text is null)
        {
            if (use != IntentKind.Deploy || !environment.CreateEnvFile || template is null)
                throw Missing(environment, path, template, kept);
            var filled = EnvTemplate.Fill(template, null, session.Host.RandomText);
            (text, generated) = (filled.Text, filled.GeneratedKeys);
        }

        var file = EnvFile.Parse(text, name);
        var problems = file.Problems;
        if (problems.IsEmpty && template is not null && use is IntentKind.Deploy or IntentKind.Promote)
            problems = EnvCheck.Check(template, text, environment.EnvTemplate!, name);
        if (!problems.IsEmpty)
            throw SlipwayException.Of(
                problems,
                $"Correct these places; `{InitEnv(environment)}` adds missing keys and changes no other."
            );

        return new LoadedEnvFile(path, name, text, written is null, file.Values.ToImmutableSortedDictionary(StringComparer.Ordinal))
        {
            Generated = generated,
        };
    }

    /// <summary>The environment's env file for the rules: where there is none, what its template would make of it.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="own">What was read of the environment for a plan already, or null.</param>
    /// <param name="problems">Where problems go.</param>
    public EnvFileFacts ReadFacts(EnvironmentDefinition environment, LoadedEnvironment? own, List<Problem> problems)
    {
        if (environment.Compose.EnvFile is not { } name) return new EnvFileFacts { File = EnvFile.Parse("", "no env file") };
        var template = ReadTemplate(environment, problems);
        var text = own is { Env.IsNew: true } ? null : session.Files.Read(name, problems);
        var facts = new EnvFileFacts
        {
            File = EnvFile.Parse(text ?? "", name),
            IsMissing = text is null,
            Template = template,
            TemplateName = environment.EnvTemplate ?? "",
            Mode = text is null ? null : session.Files.ModeOf(name),
        };
        if (text is not null)
        {
            problems.AddRange(facts.File.Problems);
            return facts;
        }

        // Before an environment is set up, its template is the best that there is to judge it by.
        if (own is not null) return facts with { File = EnvFile.Parse(own.Env.Text.Reveal(), name) };
        if (template is null)
        {
            problems.Add(NoSuchFile(environment));
            return facts;
        }

        var check = EnvFile.Parse(template, environment.EnvTemplate!);
        problems.AddRange(check.Problems);
        return check.Problems.IsEmpty
            ? facts with { File = EnvFile.Parse(EnvTemplate.Fill(template, null, session.Host.RandomText).Text, name) }
            : facts;
    }

    /// <summary>The text of the environment's template; null where it has none, or where what is wrong with it is a problem now.</summary>
    public string? ReadTemplate(EnvironmentDefinition environment, List<Problem> problems) =>
        environment.EnvTemplate is { } name
            ? session.Files.Require(name, $"environments/{environment.Name}/envTemplate", problems)
            : null;

    private static SlipwayException Missing(EnvironmentDefinition environment, string path, string? template, string? kept) =>
        SlipwayException.Of(
            [NoSuchFile(environment)],
            kept is not null
                ? $"Bring the one back that the running release was made with: cp {ShellText.Quote(kept)} {ShellText.Quote(path)}"
                : template is null ? $"Write {path}."
                : $"Run `{InitEnv(environment)}` and look through the file it makes."
        );

    private static Problem NoSuchFile(EnvironmentDefinition environment) =>
        new(environment.Compose.EnvFile!, 0, "", "there is no such file", $"the env file of {environment.Name}");

    private static string InitEnv(EnvironmentDefinition environment) => Invocation.For("InitEnv", environment.Name.ToString());
}
