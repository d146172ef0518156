using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Run;
using Cake.Core;
using Cake.Core.IO;
using Cake.Frosting;

/// <summary>Measures Validate beside the calls of Compose that it needs.</summary>
[TaskName(nameof(BenchValidate))]
[TaskDescription("Measures Validate beside the calls of Compose that it needs.")]
public sealed class BenchValidate : FrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override void Run(BuildContext context) =>
        context.DotNetRun(
            System.IO.Path.Combine(Paths.Root, "bench", "Slipway.Bench", "Slipway.Bench.csproj"),
            new ProcessArgumentBuilder().Append("validate").AppendQuoted(context.DefinitionFile),
            new DotNetRunSettings { Configuration = "Release" });
}
