using Slipway.Build.Tests.Workflows;

namespace Slipway.Build.Tests.Spelling;

public sealed class TermsTests
{
    private static readonly string Folder = Path.Combine(Paths.Root, "tests", "Slipway.Build.Tests", "Spelling");

    // It has all phrases, as has the test of them.
    private const string Lists = "tests/Slipway.Build.Tests/Spelling/";

    private static readonly Term[] Terms = Term.Read(Path.Combine(Folder, "terms.txt"));

    [ToolFact("git")]
    public async Task No_file_has_a_phrase_that_is_gone()
    {
        var files = (await TrackedFiles.FindAsync()).Where(IsCovered).ToArray();
        Assert.Contains("README.md", files);

        var found = files.SelectMany(file => FindIn(file, File.ReadAllText(Path.Combine(Paths.Root, file)))).ToArray();

        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("holds both environments against every rule", "checks … against …; or: ignored, because …")]
    [InlineData("dev lost 1 request meanwhile", "dropped 1 request during the run")]
    [InlineData("what prod lost", "requests prod dropped")]
    [InlineData("Ask api: no active session", "Check guard …; or: Check services and routes")]
    [InlineData("Let web of release 2026-11-20.1 go", "Drain and remove web of release R")]
    [InlineData("api is replaced beside", "rolling replacement (no downtime)")]
    [InlineData("replaced in place; away for about 4 s", "down for …, downtime")]
    [InlineData("nothing that serves is away", "down for …, downtime")]
    [InlineData("Write release 2026-11-20.2 down", "record")]
    [InlineData("Give the edge Caddyfile, sites/x", "Load the edge's rules")]
    [InlineData("Send requests to api.2026-11-20.2.shop-dev", "Switch traffic to …")]
    [InlineData("Look at the host again", "Check that nothing changed since the plan")]
    [InlineData("Ask the services and the routes", "Check guard …; or: Check services and routes")]
    [InlineData("Watch the release for 10 s", "Soak: watch the release")]
    [InlineData("the run was cut off", "interrupted")]
    [InlineData("Resume carries it on", "resumes")]
    [InlineData("Abort takes it back", "rolls back")]
    [InlineData("mend the cause", "fix")]
    [InlineData("has come to be there since", "was created since")]
    [InlineData("the site asks nobody for a password", "has no basic auth")]
    [InlineData("ann enters dev no more", "access removed")]
    [InlineData("'x' is no port", "X is not a valid port; there is no release X")]
    [InlineData("plan.json is no saved plan", "X is not a valid port; there is no release X")]
    [InlineData("A_run_that_ended_was_not_cut_off", "interrupted")]
    [InlineData("web is not well", "healthy, unhealthy")]
    [InlineData("the host knows nothing of it", "reports, detects, records, keeps")]
    [InlineData("the edge is told", "is sent")]
    public void A_phrase_that_is_gone_is_found_with_its_line_and_the_words_to_write(string phrase, string instead)
    {
        var found = FindIn("docs/x.md", $"# A page\n\nThen {phrase}.\n");

        Assert.Matches("^docs/x\\.md:3: '.+'; write: .+$", Assert.Single(found));
        Assert.EndsWith($"; write: {instead}", found.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Checks both environments against every rule")]
    [InlineData("Drain and remove web of release 2026-11-20.1")]
    [InlineData("the volume holds the data; a guard protects against it")]
    [InlineData("Soak: watch the release for 10 s")]
    [InlineData("dropped 1 request during the run, as well as a WebSocket")]
    [InlineData("\"awaySeconds\": 4")]
    [InlineData("there is no release 2026-11-20.1; there is no option --tial; There is no file release.plan")]
    [InlineData("goes back to the release before, and carries the label")]
    public void What_is_written_instead_is_not_found(string phrase) => Assert.Empty(FindIn("docs/x.md", phrase));

    private static string[] FindIn(string path, string text) => [.. Terms.SelectMany(term => term.FindIn(path, text))];

    private static bool IsCovered(string path) => !path.StartsWith(Lists, StringComparison.Ordinal);
}
