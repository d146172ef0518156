using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Planning;

/// <summary>
/// A file of <c>tests/cases/plan</c>: a comment, lines <c>given …</c> that make a world, a line <c>when …</c> with what is
/// wanted, and below <c>---</c> the plan or the refusal. <see cref="Given"/> lists the lines that are known. A line <c>about …</c> names the
/// steps that are shown whole, a line <c>full</c> asks for the whole text; <see cref="PlanCaseText"/>.
/// </summary>
internal sealed partial class PlanCase
{
    private const string Folder = "tests/cases/plan";
    private const string Separator = "---\n";

    private readonly string head;
    private readonly PlanCaseText form = PlanCaseText.Short;

    private PlanCase(string name)
    {
        Name = name;
        var text = RepositoryFiles.Read($"{Folder}/{name}.plan");
        var parts = text.Split(Separator, 2);
        head = parts[0];
        Expected = parts.Length > 1 ? parts[1] : "";
        var lines = head.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'));
        foreach (var line in lines)
        {
            if (line.StartsWith("given ", StringComparison.Ordinal)) Given(line["given ".Length..]);
            else if (line.StartsWith("about ", StringComparison.Ordinal)) form = form with { About = [.. line.Split(' ')[1..]] };
            else if (line == "full") form = form with { IsFull = true };
            else if (line.StartsWith("when ", StringComparison.Ordinal)) Intent = ReadIntent(line["when ".Length..]) ?? throw Wrong(line);
            else throw Wrong(line);
        }

        if (Intent is null) throw new InvalidDataException($"{name}.plan has no line that begins with 'when'.");
    }

    /// <summary>All cases.</summary>
    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(RepositoryFiles.Locate(Folder), "*.plan").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public string Expected { get; }

    public World World { get; } = new();

    public Intent Intent { get; } = null!;

    public static PlanCase Read(string name) => new(name);

    /// <summary>The plan; null where it is refused.</summary>
    public Plan? Plan()
    {
        try
        {
            return World.Plan(Intent);
        }
        catch (SlipwayException)
        {
            return null;
        }
    }

    /// <summary>What an operator sees: the plan, or the refusal and its exit code.</summary>
    public string Outcome() => Outcome(World.Plan);

    /// <summary>What an operator of <see cref="WordPlatform"/> would see.</summary>
    public string OutcomeInWords() => Outcome(World.PlanInWords);

    /// <summary>What the case holds of the outcome: all of a refusal, and of a plan what the case is about.</summary>
    public string Shown() => form.Of(Outcome());

    /// <summary>Puts the outcome in the place of the expected one.</summary>
    public void Approve() => File.WriteAllText(RepositoryFiles.Locate($"{Folder}/{Name}.plan"), head + Separator + Shown());

    private string Outcome(Func<Intent, Plan> plan)
    {
        try
        {
            return PlanText.Of(plan(Intent));
        }
        catch (SlipwayException error)
        {
            return $"exit code {(int)error.ExitCode}\n{error.Message}\n";
        }
    }

    private static Intent? ReadIntent(string text)
    {
        var match = IntentLine().Match(text);
        return match.Success && Enum.TryParse<IntentKind>(match.Groups["kind"].Value, ignoreCase: true, out var kind)
            ? new Intent(kind, EnvironmentName.Parse(match.Groups["environment"].Value)) {
                From = kind == IntentKind.Promote ? Named.Dev : null,
                To = match.Groups["to"].Success ? ReleaseId.Parse(match.Groups["to"].Value) : null,
                AllowedVolumes = match.Groups["allowed"].Success ? [match.Groups["allowed"].Value] : [],
                OverrulesWindow = match.Groups["now"].Success,
                Rebuilds = match.Groups["rebuilt"].Success,
            }
            : null;
    }

    private void Given(string line)
    {
        if (line.EndsWith(" fails", StringComparison.Ordinal) && ReadIntent(line[..^" fails".Length]) is { } failing) World.Fail(failing);
        else if (ReadIntent(line) is { } intent) World.Run(intent);
        else if (Changes().Match(line) is { Success: true } change) World.Change(change.Groups["what"].Value);
        else if (Downtime().Match(line) is { Success: true } down) World.Measure(down.Groups["service"].Value, EnvironmentName.Parse(down.Groups["environment"].Value), double.Parse(down.Groups["seconds"].Value, CultureInfo.InvariantCulture));
        else if (line == "builds give the same images") World.GivesSameImages = true;
        else if (line == "the disk is nearly full") World.FreeBytes = 5_000_000;
        else if (line == "the source is outside git") World.IsInGit = false;
        else if (line == "the stack has no database") World.HasDatabase = false;
        else if (line == "the isolation is verified") World.VerifiesIsolation = true;
        else if (line == "api has a guard") World.Guards = [new GuardDefinition("no active session", "api", ["app", "sessions", "--none"]) { Wait = TimeSpan.FromMinutes(10) }];
        else if (line == "releases are made on weekday evenings")
        {
            World.Window = new MaintenanceWindow("UTC", [new WindowPeriod([DayOfWeek.Monday, DayOfWeek.Friday], new TimeOnly(20, 0), new TimeOnly(23, 30))]);
        }
        else if (Files().Match(line) is { Success: true } file)
        {
            World.Spoil(EnvironmentName.Parse(file.Groups["of"].Value), ReleaseId.Parse(file.Groups["release"].Value), file.Groups["file"].Value, file.Groups["verb"].Value == "is removed");
        }
        else if (Definition().Match(line) is { Success: true } given) World.Define(given.Groups["name"].Value, given.Groups["json"].Value);
        else if (Options().Match(line) is { Success: true } options) World.SetNetworkOptions(options.Groups["name"].Value, options.Groups["json"].Value);
        else if (Containers().Match(line) is { Success: true } container)
        {
            var project = $"shop-{container.Groups["of"].Value}";
            if (container.Groups["what"].Value == "leaves its networks") World.Disconnect(container.Groups["name"].Value, project);
            else if (container.Groups["what"].Value == "is lost") World.LoseOne(container.Groups["name"].Value, project);
            else World.AddAnonymousVolume(container.Groups["name"].Value, project);
        }
        else if (line == "the edge leaves its networks") World.Disconnect("caddy", "slipway-edge");
        else if (line == "the edge stops") World.SetState("caddy", "slipway-edge", "exited");
        else if (Line().Match(line) is { Success: true } it)
        {
            var name = it.Groups["name"].Value;
            var of = it.Groups["of"].Value;
            switch (it.Groups["thing"].Value, it.Groups["verb"].Value)
            {
                case ("service", "is dropped"): World.DroppedServices.Add(name); break;
                case ("service", "stops"): World.SetState(name, $"shop-{of}", "exited"); break;
                case ("service", "is built with"): World.SetBuildArgument(name, EnvironmentName.Parse(of), it.Groups["value"].Value); break;
                case ("site", "is dropped"): World.DroppedSites.Add(EnvironmentName.Parse(name)); break;
                case ("releases", "are of an older format"): World.MakeOlder(EnvironmentName.Parse(name)); break;
                case ("env-file", "is missing"): World.MissingEnvFiles.Add(EnvironmentName.Parse(name)); break;
                case ("volume", "exists"): World.AddVolume(name); break;
                case ("image", "exists"): World.AddImage(name); break;
                case ("service", "is back"): World.DroppedServices.Remove(name); break;
                case ("image", "is moved"): World.MoveImage(name); break;
                case ("image", "is removed"): World.RemoveImage(name); break;
                case ("network", "is removed"): World.RemoveNetwork(name); break;
                case ("containers", "are removed"): World.RemoveContainers(name); break;
                case ("volume", "is removed"): World.RemoveVolume(name); break;
                case ("containers", "are of another clone"): World.GiveContainersAway(name); break;
                case ("state", "is lost"): World.LoseState(EnvironmentName.Parse(name)); break;
                default: throw Wrong(line);
            }
        }
        else throw Wrong(line);
    }

    private InvalidDataException Wrong(string line) => new($"{Name}.plan: nobody understands '{line}'.");

    [GeneratedRegex(@"^(?<kind>deploy|promote|rollback|backup|up|down) (?<environment>dev|prod)( to (?<to>\S+))?( allowing (?<allowed>\S+))?(?<now> now)?(?<rebuilt> rebuilt)?$")]
    private static partial Regex IntentLine();

    [GeneratedRegex(@"^service (?<name>[a-z]+) has (?<json>\{.*\})$")]
    private static partial Regex Definition();

    [GeneratedRegex(@"^network (?<name>\S+) has (?<json>\{.*\})$")]
    private static partial Regex Options();

    [GeneratedRegex("^container (?<name>[a-z]+) of (?<of>dev|prod) (?<what>leaves its networks|has a volume without a name|is lost)$")]
    private static partial Regex Containers();

    [GeneratedRegex("^(?<service>[a-z]+) was down for (?<seconds>[0-9.]+) s in (?<environment>dev|prod)$")]
    private static partial Regex Downtime();

    [GeneratedRegex("^(?<what>(source|definition|image) of (api|db|web|worker)|(site|env file|env comment|password|project|volume name) of (dev|prod)|edge ports|edge rules|commit|file [^ ]+) (changes|change)$")]
    private static partial Regex Changes();

    [GeneratedRegex(@"^(?<file>compose\.json|env-file|copies) of release (?<release>\S+) of (?<of>dev|prod) (?<verb>is removed|is changed by hand)$")]
    private static partial Regex Files();

    [GeneratedRegex(@"^(?<thing>service|site|releases|env-file|volume|image|network|containers|state) (?<name>\S+)( of (?<of>dev|prod))? (?<verb>is dropped|is back|is moved|stops|is built with|is missing|exists|is removed|are removed|are of another clone|are of an older format|is lost)( (?<value>\S+))?$")]
    private static partial Regex Line();
}
