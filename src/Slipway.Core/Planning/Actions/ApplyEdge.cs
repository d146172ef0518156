using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Edge;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Tries files of the edge in a folder that Caddy does not start from; only what it accepts there is moved into place and loaded. A
/// configuration that cannot be loaded is put back.
/// </summary>
[ActionName("applyEdge")]
public sealed record ApplyEdge(ImmutableArray<EdgeFile> Files, Command Validate, Command Reload) : StepAction
{
    /// <inheritdoc />
    public override bool ChangesEdge => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            "stages the edge's files with the changes",
            Validate.ToString(),
            .. Files.Select(file => $"{(file.IsRemoved ? "removes" : "writes")} {file.Path}"),
            Reload.ToString(),
        ];
}
