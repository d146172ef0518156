using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Hosts;

/// <summary>How a check of the host ended. The names in lower case are those of the JSON.</summary>
public enum CheckStatus
{
    /// <summary>It is as it should be.</summary>
    Pass,

    /// <summary>It works, but not for long, or not for all.</summary>
    Warn,

    /// <summary>A deployment would fail, or what is deployed does not work.</summary>
    Fail,

    /// <summary>It could not be found out.</summary>
    Unknown,
}

/// <summary>One thing of the host that was looked at.</summary>
/// <param name="Name">What it is, for example <c>port 8443</c>.</param>
/// <param name="Status">How it is.</param>
/// <param name="Detail">What was seen, without a full stop; it begins in lower case.</param>
public sealed record HostCheck(string Name, CheckStatus Status, string Detail)
{
    /// <summary>What puts it right, as text to paste or as one sentence; empty where nothing is to be done.</summary>
    public string Fix { get; init; } = "";

    /// <summary>Where what it was checked against was written.</summary>
    public SourcePosition Place { get; init; } = SourcePosition.Host;

    /// <summary>The environments that it is about; empty for all.</summary>
    public ImmutableArray<EnvironmentName> Environments { get; init; } = [];

    /// <summary>The word for a status, as in the JSON.</summary>
    public static string Word(CheckStatus status) =>
        status switch
        {
            CheckStatus.Pass => "pass",
            CheckStatus.Warn => "warn",
            CheckStatus.Fail => "fail",
            _ => "unknown",
        };

    /// <summary>Every check of the host: the engine first, since without it little else can be told.</summary>
    public static ImmutableArray<HostCheck> All(StackFacts facts) =>
        [.. RuleBook.Rules.OfType<HostRule>().OrderBy(rule => rule.Position).SelectMany(rule => rule.Look(facts))];
}
