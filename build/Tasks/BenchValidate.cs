using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Run;
using Cake.Core;
using Cake.Core.IO;
using Cake.Frosting;

[TaskName(nameof(BenchValidate))]
[TaskDescription("Measures Validate and the calls of Compose that it needs.")]
[Under(Headings.Project, 20)]
[Takes(Options.Stack)]
public sealed class BenchValidate : FrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override void Run(BuildContext context) =>
        context.DotNetRun(
            System.IO.Path.Combine(Paths.Root, "bench", "Slipway.Bench", "Slipway.Bench.csproj"),
            new ProcessArgumentBuilder().Append("validate").AppendQuoted(context.DefinitionFile),
            new DotNetRunSettings { Configuration = "Release" });
}
