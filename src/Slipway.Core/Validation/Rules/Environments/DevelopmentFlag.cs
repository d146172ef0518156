namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Variables of other environments that say production.</summary>
public sealed class DevelopmentFlag : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/development-flag";

    /// <inheritdoc />
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc />
    public override string Reason =>
        "A program that takes itself for production may write to people, charge them, or report its errors as production's.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.BesidesProduction
        from service in environment.Services
        from variable in service.Variables
        where RunModes.SaysProduction(variable.Key, variable.Value) == true
        group (Service: service.Name, Variable: variable.Key, variable.Value) by (
            Environment: environment,
            Place: environment.OriginOf(service, variable.Key, variable.Value)
        ) into found
        let first = found.First()
        select Found(
            found.Key.Place,
            $"'{first.Value}' is the value of {Listed(found.Select(flag => flag.Variable))} in "
            + $"{Listed(found.Select(flag => flag.Service))} of {found.Key.Environment.Name}, which is not production",
            RunModes.Line(found.Key.Environment, found.Key.Place, first.Variable, "development"),
            found.Key.Environment.Name);
}
