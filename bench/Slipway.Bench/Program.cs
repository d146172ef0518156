using System.Globalization;
using Slipway.Bench;
using Slipway.Bench.Traffic;

return args switch
{
    ["validate", var definition] => await ValidateBenchmark.RunAsync(Path.GetFullPath(definition)),
    ["traffic", var repository, var program] => await TrafficBenchmark.RunAsync(repository, program, deployments: 10),
    ["traffic", var repository, var program, var deployments] => await TrafficBenchmark.RunAsync(repository, program, int.Parse(deployments, NumberStyles.None, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: validate <stack.yaml>");
    Console.Error.WriteLine("       traffic <repository> <Build.dll> [<deployments of each environment, 10 if not given>]");
    return 2;
}
