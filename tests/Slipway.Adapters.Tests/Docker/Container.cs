using Slipway.Adapters.Processes;
using Slipway.Core.Commands;

namespace Slipway.Adapters.Tests.Docker;

/// <summary>A container of a test's own, with ports that the engine chooses; removed after it with its volumes.</summary>
internal sealed class Container : IAsyncDisposable
{
    private static readonly CommandRunner Runner = new("test");

    private Container(string name) => Name = name;

    public string Name { get; }

    /// <summary>Starts an image of this machine; none is pulled, so that a missing one is told at once.</summary>
    public static async Task<Container> StartAsync(string image, string[] options, params string[] command)
    {
        var container = new Container($"slipway-adapters-{Guid.NewGuid().ToString("N")[..8]}");
        await DockerAsync(["run", "--detach", "--pull=never", "--label=slipway.test=adapters", "--name", container.Name, .. options, image, .. command]);
        return container;
    }

    /// <summary>The port on this host that leads to the container's.</summary>
    public async Task<int> PortAsync(int inside)
    {
        var address = await DockerAsync(["port", Name, $"{inside}/tcp"]);
        return int.Parse(address.Trim().Split('\n')[0].Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A command in the container.</summary>
    public Command Exec(params string[] arguments) => Command.Of("docker", ["exec", Name, .. arguments]);

    /// <summary>Tries until it is true, at most two minutes (of a busy machine); then fails with what the container logged.</summary>
    public async Task WaitAsync(Func<Task<bool>> isReady)
    {
        for (var tries = 0; !await isReady(); tries++)
        {
            if (tries == 600) Assert.Fail((await Runner.RunAsync(Command.Of("docker", "logs", "--tail", "30", Name))).Error);
            await Task.Delay(200);
        }
    }

    public static async Task<string> DockerAsync(string[] arguments, string? input = null)
    {
        var result = await Runner.RunAsync(Command.Of("docker", arguments), input);
        Assert.True(result.Succeeded, $"docker {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }

    public async ValueTask DisposeAsync() => await Runner.RunAsync(Command.Of("docker", "rm", "--force", "--volumes", Name));
}
