using Slipway.Bench;

return args switch
{
    ["validate", var definition] => await ValidateBenchmark.RunAsync(Path.GetFullPath(definition)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: validate <stack.yaml>");
    return 2;
}
