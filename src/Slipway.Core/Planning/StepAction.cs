using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Edge;

namespace Slipway.Core.Planning;

/// <summary>
/// An effect as data: a record of its own under <c>Planning/Actions</c>, with a name that is written out, since ledgers of runs and
/// saved plans have it. The engine has one handler for each.
/// </summary>
[JsonConverter(typeof(StepActionConverter))]
public abstract record StepAction
{
    /// <summary>What the action does, a line each: commands as they can be pasted, other effects in words.</summary>
    public abstract ImmutableArray<string> Effects { get; }

    /// <summary>Whether those who visit can notice it in a phase that otherwise only makes ready.</summary>
    public virtual bool TouchesServices => false;

    /// <summary>Whether it changes the edge, which all environments share: one run at a time may.</summary>
    public virtual bool ChangesEdge => false;

    /// <summary>The effect of keeping requests waiting meanwhile; none where nothing is held.</summary>
    protected static IEnumerable<string> Holding(ImmutableArray<Upstream> held) =>
        held.IsDefaultOrEmpty
            ? []
            : [$"meanwhile the edge keeps requests to {string.Join(", ", held.Select(upstream => Path.GetFileName(upstream.File)))} waiting"];
}
