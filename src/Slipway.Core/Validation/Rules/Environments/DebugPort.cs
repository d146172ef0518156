using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Debuggers of production, and the ports that they listen on.</summary>
public sealed partial class DebugPort : Rule
{
    // Ports that programs use by themselves too, such as 8000, are not among them: there the debugger's start tells.
    private static readonly ImmutableDictionary<int, string> Ports = new Dictionary<int, string>
    {
        [2345] = "Delve",
        [4024] = "vsdbg",
        [5005] = "Java's debugger",
        [5678] = "debugpy",
        [5858] = "Node's debugger",
        [9222] = "Chrome's debugger",
        [9229] = "Node's inspector",
        [9230] = "Node's inspector",
        [9231] = "Node's inspector",
    }.ToImmutableDictionary();

    /// <inheritdoc />
    public override string Id => "environment/debug-port";

    /// <inheritdoc />
    public override string Reason => "Whoever reaches a debugger's port runs code of theirs in production, without a password.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Productive
        from service in environment.Services
        from sign in Published(environment, service)
            .Concat(Exposed(environment, service))
            .Concat(Started(environment, service))
            .Concat(Set(environment, service))
        group (service.Name, Sign: sign) by (Environment: environment, sign.Place) into found
        let sign = found.First().Sign
        select Found(
            found.Key.Place,
            $"{sign.Before}{Listed(found.Select(one => one.Name))} of {found.Key.Environment.Name}{sign.After}",
            $"take {sign.What} out of this line; where development needs it, put it into a Compose file of development alone",
            facts.EnvironmentsOf([found.Key.Environment]));

    private static IEnumerable<Sign> Published(EnvironmentFacts environment, ComposeService service) =>
        from port in service.Ports.DistinctBy(port => port.Target)
        where IsDebugger(environment, service, port.Target)
        select OfPort(environment.OriginOf(service, port), port.Target, "publishes");

    private static IEnumerable<Sign> Exposed(EnvironmentFacts environment, ComposeService service) =>
        from text in (service.Json["expose"] as JsonArray ?? []).Select(node => node?.ToString() ?? "")
        let port = int.TryParse(text.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
        where IsDebugger(environment, service, port)
        select OfPort(environment.Sources.AtTarget(service.Name, "expose", $"{port}", environment.Env.File.Values).Place, port, "exposes");

    private static IEnumerable<Sign> Started(EnvironmentFacts environment, ComposeService service) =>
        from key in (ImmutableArray<string>)["entrypoint", "command"]
        let starter = Starter().Match(string.Join(' ', (service.Json[key] as JsonArray ?? []).Select(node => node?.ToString())))
        where starter.Success
        select OfStart(environment.PlaceOf("services", service.Name, key), starter.Value, $"the {key}");

    private static IEnumerable<Sign> Set(EnvironmentFacts environment, ComposeService service) =>
        from variable in service.Variables
        let starter = variable.Key == "XDEBUG_MODE" ? Xdebug().Match(variable.Value) : Starter().Match(variable.Value)
        where starter.Success
        select OfStart(environment.OriginOf(service, variable.Key, starter.Value), starter.Value, $"the variable {variable.Key}");

    // What is routed to is the application itself, whatever its number.
    private static bool IsDebugger(EnvironmentFacts environment, ComposeService service, int port) =>
        Ports.ContainsKey(port)
        && !environment.Definition.Routes.Any(route => route.Services.Contains(service.Name) && route.Port == $"{port}");

    private static Sign OfPort(SourcePosition place, int port, string verb) =>
        new(place, $"{port}", "", $" {verb} port {port}, that of {Ports[port]}");

    private static Sign OfStart(SourcePosition place, string starter, string where) =>
        new(place, starter, $"{starter} in {where} starts a debugger in ", "");

    [GeneratedRegex(
        @"(?<![\w-])(?:--inspect(?:-brk|-wait|-port)?(?![\w-])|-agentlib:jdwp|-Xrunjdwp|--remote-debugging-port|-m debugpy\b"
        + @"|dlv (?:exec|debug|attach|dap|test)\b|vsdbg\b|rdbg\b)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Starter();

    [GeneratedRegex(@"\bdebug\b", RegexOptions.CultureInvariant)]
    private static partial Regex Xdebug();

    private sealed record Sign(SourcePosition Place, string What, string Before, string After);
}
