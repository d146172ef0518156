namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Variables of production that say another mode, or switch debugging on.</summary>
public sealed class ProductionFlag : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/production-flag";

    /// <inheritdoc />
    public override string Reason =>
        "Frameworks that are not told that they run in production show stack traces and settings to visitors, and are slow.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Productive
        from service in environment.Services
        from variable in service.Variables
        where RunModes.SaysProduction(variable.Key, variable.Value) == false || RunModes.SwitchesDebuggingOn(variable.Key, variable.Value)
        group (Service: service.Name, Variable: variable.Key, variable.Value) by (
            Environment: environment,
            Place: environment.OriginOf(service, variable.Key, variable.Value)
        ) into found
        let first = found.First()
        select Found(
            found.Key.Place,
            $"'{first.Value}' is the value of {Listed(found.Select(flag => flag.Variable))} in "
            + $"{Listed(found.Select(flag => flag.Service))} of {found.Key.Environment.Name}",
            RunModes.Line(
                found.Key.Environment,
                found.Key.Place,
                first.Variable,
                RunModes.SwitchesDebuggingOn(first.Variable, first.Value) ? "false" : "production"
            ),
            facts.EnvironmentsOf([found.Key.Environment])
        );
}
