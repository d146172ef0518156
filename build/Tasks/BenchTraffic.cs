using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Run;
using Cake.Core;
using Cake.Core.IO;
using Cake.Frosting;

[TaskName(nameof(BenchTraffic))]
[TaskDescription("Measures under load what deployments cost production, and what plain Compose costs it.")]
[Under(Headings.Project, 10)]
public sealed class BenchTraffic : FrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override void Run(BuildContext context) =>
        context.DotNetRun(
            System.IO.Path.Combine(Paths.Root, "bench", "Slipway.Bench", "Slipway.Bench.csproj"),
            new ProcessArgumentBuilder().Append("traffic").AppendQuoted(Paths.Root).AppendQuoted(typeof(BenchTraffic).Assembly.Location),
            new DotNetRunSettings { Configuration = "Release" });
}
