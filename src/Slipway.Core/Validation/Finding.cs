using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>A breach of a rule. It never holds a secret.</summary>
public sealed record Finding
{
    /// <summary>The rule's id, for example <c>isolation/shared-alias</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>How much it weighs.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What is wrong, one sentence without a full stop.</summary>
    public required string Message { get; init; }

    /// <summary>What puts it right, as text to paste or as one sentence.</summary>
    public required string Fix { get; init; }

    /// <summary>Where it was written.</summary>
    public required SourcePosition Place { get; init; }

    /// <summary>The environments that it is about; empty for all.</summary>
    public ImmutableArray<EnvironmentName> Environments { get; init; } = [];

    /// <summary>What the environments share, where a declaration in <c>stack.yaml</c> can allow that; null for anything else.</summary>
    public SharedThing? Shared { get; init; }

    /// <summary>Whether it stands in the way of a deployment of this environment.</summary>
    public bool Concerns(EnvironmentName environment) => Environments.IsEmpty || Environments.Contains(environment);

    /// <summary>Whether it is the one that an entry of <c>stack.yaml</c> accepts.</summary>
    public bool IsAcceptedBy(AcceptedFinding entry) =>
        Rule == entry.Rule
        && (
            (Place == SourcePosition.Host && entry.At == "host")
            || Place.File == entry.At
            || Place.Path == entry.At
            || (Place.Path.StartsWith(entry.At, StringComparison.Ordinal) && Place.Path[entry.At.Length] is '/' or '[')
        );

    /// <summary><c>severity rule place: message</c></summary>
    public override string ToString() => $"{Word(Severity)} {Rule}{(Place == SourcePosition.Host ? "" : $" {Place}")}: {Message}";

    /// <summary>The word for a severity, as in the JSON.</summary>
    public static string Word(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "info",
        };
}
