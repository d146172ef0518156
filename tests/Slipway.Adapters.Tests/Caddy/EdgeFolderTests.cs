using System.Net.WebSockets;
using System.Text;
using Slipway.Adapters.Files;
using Slipway.Engine.Runs;

namespace Slipway.Adapters.Tests.Caddy;

/// <summary>Changes of the rules while the edge serves.</summary>
public sealed class EdgeFolderTests(RealEdge edge) : IClassFixture<RealEdge>
{
    private const string Site = "sites/b.caddy";

    private static readonly string Broken = RealEdge.Site("broken").Replace("respond", "respondd", StringComparison.Ordinal);

    [DockerFact]
    public async Task A_WebSocket_outlives_a_reload_that_changes_another_site()
    {
        using var socket = await edge.OpenSocketAsync();
        Assert.Equal("one", await EchoAsync(socket, "one"));

        await edge.ApplyAsync((Site, RealEdge.Site("after the socket")));

        Assert.Equal("after the socket", await AskAsync());
        Assert.Equal("two", await EchoAsync(socket, "two"));
        // It is its handler of before the reload that goes on; the next reload must not end it either.
        await edge.ApplyAsync((Site, RealEdge.Site("after another")));
        Assert.Equal("three", await EchoAsync(socket, "three"));
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [DockerFact]
    public async Task A_broken_site_reaches_neither_the_running_edge_nor_its_next_start()
    {
        await edge.ApplyAsync((Site, RealEdge.Site("whole")));
        var before = await edge.LastReloadAsync();

        var error = await Assert.ThrowsAsync<StepFailedException>(() => edge.ApplyAsync((Site, Broken), ("sites/c.caddy", RealEdge.Site("c").Replace("b.localhost", "c.localhost", StringComparison.Ordinal))));

        Assert.Contains("unrecognized directive: respondd", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await edge.LastReloadAsync());
        Assert.Equal(RealEdge.Site("whole"), edge.Read(Site));
        Assert.Null(edge.Read("sites/c.caddy"));
        Assert.False(Directory.Exists(edge.Paths.EdgeStaged));
        await Docker.Container.DockerAsync(["restart", "--time", "1", edge.Container]);
        await Soon.UntilAsync(async () => await AskOrNothingAsync() == "whole");
    }

    [DockerFact]
    public async Task What_Caddy_accepts_and_cannot_load_is_rolled_back_and_the_old_rules_are_loaded_again()
    {
        await edge.ApplyAsync((Site, RealEdge.Site("loaded")));
        var reloads = 0;

        // Loaded, and the answer lost: nobody knows which rules the edge has.
        await Assert.ThrowsAsync<StepFailedException>(() => edge.Folder.ApplyAsync([KeyValuePair.Create(Site, (string?)RealEdge.Site("unknown"))], edge.ValidateAsync, async () =>
        {
            await edge.ReloadAsync();
            if (reloads++ == 0) throw new StepFailedException("the connection was lost");
        }));

        Assert.Equal(2, reloads);
        Assert.Equal(RealEdge.Site("loaded"), edge.Read(Site));
        Assert.Equal("loaded", await AskAsync());
    }

    [DockerFact]
    public async Task However_far_a_killed_run_came_the_edge_could_start_from_what_it_left()
    {
        const string rules = "Caddyfile";
        const string users = "access/b.users";
        const string more = "sites/more.caddy";
        await edge.ApplyAsync((Site, RealEdge.Site("before the kill")), (more, RealEdge.Site("more").Replace("b.localhost", "more.localhost", StringComparison.Ordinal)));
        var before = new[] { rules, users, Site, more }.Select(path => KeyValuePair.Create(path, edge.Read(path))).ToArray();
        // Each of the new files needs another new one, and one goes.
        KeyValuePair<string, string?>[] after =
        [
            KeyValuePair.Create(Site, (string?)"https://b.localhost {\n\timport brand-new\n\tbasic_auth {\n\t\timport /etc/caddy/state/access/b.users\n\t}\n\trespond after\n}\n"),
            KeyValuePair.Create(more, (string?)null),
            KeyValuePair.Create(rules, (string?)edge.Read(rules)!.Replace("\nimport ", "\n(brand-new) {\n\theader X-New yes\n}\n\nimport ", StringComparison.Ordinal)),
            KeyValuePair.Create(users, (string?)"ada $2a$14$zrbKkqyBcsjGxP3bIBvYNu7XPoOYNzYHWGyRlGgCvUjpO1kPxXyCu\n"),
        ];

        for (var changes = 1; changes <= after.Length; changes++)
        {
            var mortal = edge.FolderOver(new MortalFiles(new FileStore(), path => !path.StartsWith(edge.Paths.EdgeStaged, StringComparison.Ordinal), changes));
            await Assert.ThrowsAsync<MortalFiles.KilledException>(() => mortal.ApplyAsync([.. after], edge.ValidateAsync, () => throw new MortalFiles.KilledException()));

            Assert.Equal(changes, before.Count(file => edge.Read(file.Key) != file.Value));
            await edge.ValidateNextStartAsync();
        }

        // The next change finds no trace of it.
        await edge.Folder.ApplyAsync([.. after], edge.ValidateAsync, edge.ReloadAsync);
        await edge.Folder.ApplyAsync([.. before], edge.ValidateAsync, edge.ReloadAsync);
        Assert.Equal("before the kill", await AskAsync());
    }

    private Task<string> AskAsync() => edge.Client.GetStringAsync(edge.At("https://b.localhost/"));

    private async Task<string?> AskOrNothingAsync()
    {
        try
        {
            return await AskAsync();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        var buffer = new byte[100];
        var answer = await socket.ReceiveAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer, 0, answer.Count);
    }
}
