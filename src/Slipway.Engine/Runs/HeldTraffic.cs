using System.Collections.Immutable;
using Slipway.Core.Edge;

namespace Slipway.Engine.Runs;

/// <summary>Requests that the edge keeps waiting while their service is replaced.</summary>
internal sealed class HeldTraffic(StepContext step)
{
    // Requests wait for at most 30 s in all; a socket that stays open must not use that up.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly UpstreamFiles files = new(step.Host.Files, step.Paths);

    /// <summary>
    /// Does something while the edge keeps new requests waiting and after those in flight have ended. Where it fails the requests go
    /// where they went before: the undo of the step holds them again. Where this process is killed, they are not held for ever.
    /// </summary>
    /// <param name="upstreams">The upstreams, with the names that they are to have afterwards; none where nothing is held.</param>
    /// <param name="work">What is done meanwhile.</param>
    public async Task<T> DuringAsync<T>(ImmutableArray<Upstream> upstreams, Func<Task<T>> work)
    {
        if (upstreams.IsDefaultOrEmpty) return await work();
        ImmutableArray<Upstream> before = [.. upstreams.Select(Present)];
        var deadManSwitch = IfKilled(before);
        try
        {
            foreach (var upstream in upstreams) files.Write(upstream with { Name = Upstream.Nowhere });
            await new Drain(step).WaitAsync(await step.Docker.ContainersAsync(step.Desired.Project, step.Cancellation), DrainLimit);
            // From here on the work sees to it that there are new containers, also where this process is killed.
            var earlier = deadManSwitch;
            deadManSwitch = IfKilled(upstreams);
            await earlier.DisposeAsync();
            var result = await work();
            foreach (var upstream in upstreams) files.Write(upstream);
            return result;
        }
        catch
        {
            foreach (var upstream in before) files.Write(upstream);
            throw;
        }
        finally
        {
            await deadManSwitch.DisposeAsync();
        }
    }

    // The power may have failed while they were held; then the names that they are to have in the end are the better ones.
    private Upstream Present(Upstream upstream) =>
        files.Read(upstream) is { } name && name != Upstream.Nowhere ? upstream with { Name = name } : upstream;

    private IAsyncDisposable IfKilled(ImmutableArray<Upstream> upstreams) =>
        step.Host.Commands.WriteIfKilled([
            .. upstreams
                .Where(upstream => upstream.Name is not null)
                .Select(upstream => KeyValuePair.Create(files.PathOf(upstream), upstream.Name!)),
        ]);
}
