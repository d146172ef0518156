using Cake.Core;
using Cake.Frosting;

/// <summary>Looks at the command line before the first task runs.</summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    // Options that Cake itself understands.
    private static readonly string[] CakeOptions =
        ["target", "t", "working", "w", "verbosity", "v", "exclusive", "e", "dryrun", "noop", "whatif", "tree", "showtree", "description", "showdescription", "version", "info", "help", "h"];

    /// <inheritdoc />
    public override void Setup(BuildContext context, ISetupContext info)
    {
        // A misspelt option must not be passed over: --enviroment=dev would otherwise act on another environment.
        var known = Options.All.Select(option => option.Name).ToArray();
        foreach (var given in context.Arguments.GetArguments().Keys)
        {
            if (known.Concat(CakeOptions).Contains(given, StringComparer.OrdinalIgnoreCase)) continue;
            var nearest = Slipway.Core.Text.NearestName.Of(given, known);
            throw BuildContext.Usage($"there is no option --{given}.", nearest is null ? "./build.sh --target=Help lists the options." : $"did you mean --{nearest}?");
        }
    }

    /// <inheritdoc />
    public override void Teardown(BuildContext context, ITeardownContext info) => context.Dispose();
}
