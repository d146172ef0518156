using System.Collections.Immutable;
using Slipway.Core.Environments;
using Slipway.Core.Secrets;

namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>Secrets of env files cannot be guessed.</summary>
public sealed class WeakSecret : EnvEntryRule
{
    private static readonly string[] EndingsOfNames = ["USER", "USERNAME", "DATABASE", "_NAME", "_DB"];

    /// <inheritdoc />
    public override string Id => "secrets/weak";

    /// <inheritdoc />
    public override string Reason =>
        "A secret of fewer than 12 characters, of hardly any different ones, or made of well-known words, numbers and the stack's own "
        + "names is found by trying; a key that signs or encrypts is worth its length, and has 32.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var read in facts.EnvFiles)
        {
            var placeholders = read.File.Placeholders;
            var names = Names(facts, read);
            foreach (
                var entry in read.File.File.Entries.Where(entry =>
                    SecretValue.Is(entry.Name, entry.Value) && !placeholders.Contains(entry) && !IsAnothers(read.File.File, entry)
                )
            )
            {
                if (entry.Value.Length < SecretValue.Shortest)
                    yield return Found(facts, read, entry, $"the secret is shorter than {SecretValue.Shortest} characters", isOwn: true);
                else if (SecretValue.IsGuessable(entry.Value, names.Add(entry.Name)))
                    yield return Found(
                        facts,
                        read,
                        entry,
                        "the secret can be guessed: well-known words, names and numbers, or hardly any different characters",
                        isOwn: true
                    );
                else if (SecretValue.IsSigningKey(entry.Name) && entry.Value.Length < SecretValue.ShortestSigningKey)
                    yield return Found(
                        facts,
                        read,
                        entry,
                        $"the key signs or encrypts and is shorter than {SecretValue.ShortestSigningKey} characters",
                        isOwn: true
                    ) with
                    {
                        Severity = Severity.Warning,
                    };
            }
        }
    }

    // What refers to another secret and adds nothing is that one's affair.
    private static bool IsAnothers(EnvFile file, EnvEntry entry)
    {
        var referred = new List<string>();
        var own = EnvExpansion.Expand(file.Text[entry.Written], key =>
        {
            referred.Add(key);
            return "";
        }).Text;
        return own.Trim('"').Length == 0 && referred.Any(Redactor.IsSecretName);
    }

    private static ImmutableArray<string> Names(StackFacts facts, UsedEnvFile read) =>
        [
            facts.Stack.Name,
            .. read.Projects.SelectMany(project => project.Services.Select(service => service.Name).Append(project.Project)),
            .. read
                .File.File.Entries.Where(entry =>
                    EndingsOfNames.Any(ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                )
                .Select(entry => entry.Value),
        ];
}
