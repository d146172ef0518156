using Slipway.Adapters.Files;
using Slipway.Core.Edge;
using Slipway.Engine.Session;

namespace Slipway.Adapters.Tests.Docker;

/// <summary>What visitors get while an environment is under maintenance, and who is let through.</summary>
public sealed class MaintenancePageTests : IClassFixture<RunningEdge>, IDisposable
{
    private const string Pass = "a-pass-that-nobody-guesses";

    private readonly RunningEdge edge;
    private readonly MaintenanceSwitch maintenance;

    public MaintenancePageTests(RunningEdge edge)
    {
        this.edge = edge;
        maintenance = new MaintenanceSwitch(new FileStore(), Folder);
    }

    private string Folder => $"{edge.State}/maintenance/{RunningEdge.Project}";

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    [DockerFact]
    public async Task Visitors_get_the_page_whatever_they_ask_for_until_it_is_over()
    {
        On();

        var page = await AskAsync("/");
        Assert.Equal(new Answer(503, await File.ReadAllTextAsync($"{Repository.Folder}/caddy/maintenance.html"), "noindex, nofollow", "90", "text/html; charset=utf-8"), page with { Body = page.Body + (page.Body.EndsWith('\n') ? "" : "\n") });
        Assert.Equal(page, await AskAsync("/api/health"));
        Assert.Equal(page, await AskAsync("/api/posts", HttpMethod.Post));
        Assert.Equal(503, (await edge.AskAsync($"{RunningEdge.Vault}/art/1.png", "right")).Status);

        maintenance.Off();
        Assert.Equal(200, (await AskAsync("/")).Status);
    }

    [DockerFact]
    public async Task A_listed_address_is_let_through_and_no_other()
    {
        var mine = (await AskAsync("/")).Body["application, asked by ".Length..].Trim();

        On(mine);
        Assert.Equal(200, (await AskAsync("/")).Status);
        On("203.0.113.7");
        Assert.Equal(503, (await AskAsync("/")).Status);
    }

    [DockerFact]
    public async Task The_pass_lets_through_and_does_not_reach_the_application()
    {
        On();

        var through = await edge.AskAsync($"{RunningEdge.Site}/", "right", Pass);
        Assert.Equal(200, through.Status);
        Assert.DoesNotContain(Pass, through.Body, StringComparison.Ordinal);
        foreach (var wrong in new[] { "", "*", Pass[..^1], Pass + "x", "*" + Pass[1..], "../pass", "{file./etc/caddy/state/maintenance/makapix-dev/pass}" })
            Assert.True((await edge.AskAsync($"{RunningEdge.Site}/", "right", wrong)).Status == 503, $"'{wrong}' passes.");
    }

    [DockerFact]
    public async Task Where_there_is_no_pass_an_empty_one_is_none()
    {
        On();
        File.Delete($"{Folder}/pass");

        Assert.Equal(503, (await edge.AskAsync($"{RunningEdge.Site}/", "right", "")).Status);
        Assert.Equal(503, (await AskAsync("/")).Status);
    }

    private void On(params string[] allowed) => maintenance.On(new MaintenanceState(TimeSpan.FromSeconds(90), [.. allowed]), _ => Pass);

    private Task<Answer> AskAsync(string path, HttpMethod? method = null) => edge.AskAsync(RunningEdge.Site + path, "right", method: method);
}
