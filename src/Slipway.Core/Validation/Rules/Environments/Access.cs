namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Sites of other environments than production that everybody may enter.</summary>
public sealed class Access : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/access";

    /// <inheritdoc />
    public override string Reason =>
        "Development shows what is not finished, often with production's kind of data: only those who work on it may see it.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var environment in facts.BesidesProduction)
        {
            var answering = environment.SiteBlocks.Where(block => block.Answers).ToList();
            if (environment.Definition.Access is null && answering.Count > 0)
            {
                yield return Found(
                    facts.PlaceOf("environments", environment.Name.ToString(), "access"),
                    $"everybody may enter {environment.Name}: the definition says nothing of who does",
                    $"environments:\n  {environment.Name}:\n    access:\n      user: developer\n      password: ${{BASIC_AUTH_PASSWORD}}",
                    environment.Name);
                continue;
            }

            foreach (var block in answering.Where(block => !block.AsksForPassword(environment.Definition.Access?.Open ?? [])))
            {
                yield return Found(
                    block.Place,
                    $"{block.Title} of {environment.Name} answers without a password",
                    "basic_auth {\n\timport {$ACCESS_FILE}\n}",
                    environment.Name);
            }
        }
    }
}
