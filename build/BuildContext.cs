using System.Collections.Immutable;
using System.Globalization;
using Cake.Common;
using Cake.Core;
using Cake.Frosting;
using Slipway.Adapters;
using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Engine;
using Slipway.Engine.Planning;
using Slipway.Engine.Session;
using Targets;

/// <summary>
/// What every target works with: the options, read once, and the stack's use cases. Tasks ask it and never the environment.
/// </summary>
public sealed class BuildContext : FrostingContext, IDisposable
{
    private readonly Output.GuardedReport report;
    private readonly Signals signals;
    private readonly Lazy<UseCases> useCases;

    /// <summary>Reads the options.</summary>
    public BuildContext(ICakeContext context)
        : base(context)
    {
        Job = new GitHub.Job(context);
        report = Output.Reports.Create(context.Log is Output.QuietLog { IsVerbose: true });
        signals = new Signals(text => report.Warn(text));
        useCases = new Lazy<UseCases>(() =>
            new UseCases(LocalHost.Create(report, Ask(), signals.Stop) with { Mask = Job.Mask }, Locate())
            {
                IsStrict = Flag(Options.Strict),
            });
    }

    /// <summary>The job of GitHub Actions that runs this, if one does.</summary>
    internal GitHub.Job Job { get; }

    /// <summary>What can be done with the stack.</summary>
    public UseCases UseCases => useCases.Value;

    /// <summary>What <c>--environment</c> says, or null.</summary>
    /// <exception cref="SlipwayException">No environment can have that name.</exception>
    public EnvironmentName? EnvironmentName => Option(Options.Environment) switch
    {
        null => null,
        var text => Slipway.Core.Stack.EnvironmentName.TryParse(text, out var name) ? name : UseCases.Find(text).Name,
    };

    /// <summary>The file that <c>--plan</c> names, or null.</summary>
    public PlanFile? PlanFile => Option(Options.Plan) is { } name ? UseCases.PlanFile(Path.GetFullPath(name), name) : null;

    /// <summary>The environment that <c>--environment</c> names.</summary>
    /// <exception cref="CakeException">The option is missing.</exception>
    public EnvironmentName RequireEnvironment() =>
        EnvironmentName
        ?? throw Usage($"--{Options.Environment} is missing.", $"add --{Options.Environment}=dev or --{Options.Environment}=prod.");

    /// <summary>The environment that <c>--environment</c> names, or else the one of a role.</summary>
    /// <exception cref="SlipwayException">None has the role, or several could have it.</exception>
    public EnvironmentName EnvironmentOr(EnvironmentRole role) => EnvironmentName ?? UseCases.Find(role).Name;

    /// <summary>
    /// The environment of a role; null where none has it, or several could have it. Where the definition cannot be read it is the usual
    /// name: a wrong option is refused first.
    /// </summary>
    public EnvironmentName? NameOf(EnvironmentRole role)
    {
        try
        {
            return UseCases.NameOf(role);
        }
        catch (SlipwayException)
        {
            return EnvironmentDefinition.UsualName(role);
        }
    }

    /// <summary>The environment whose run was interrupted. Mostly that is one at most, and then there is no need to name it.</summary>
    public EnvironmentName InterruptedEnvironment() =>
        EnvironmentName ?? UseCases.InterruptedRuns.FindEnvironment() ?? RequireEnvironment();

    /// <summary>What a target that has a plan is asked for.</summary>
    public Intent IntentOf(PlannedTask task) =>
        task.IntentOf(this) with
        {
            AllowedVolumes = List(Options.AllowNewVolume),
            OverrulesWindow = Flag(Options.Now),
            Rebuilds = Flag(Options.Rebuild),
        };

    /// <summary>The same, of a target that an option names.</summary>
    /// <exception cref="CakeException">It has no plan.</exception>
    public Intent IntentOf(string target) => TargetList.FindPlanned(target) is { } task ? IntentOf(task) : throw Usage(
        $"{TargetList.Require(target, "for").Name} has no plan.",
        $"use one of: {string.Join(", ", TargetList.All.Where(one => one.HasPlan).Select(one => one.Name))}.");

    /// <summary>An option's value, or null where it is not given.</summary>
    /// <exception cref="CakeException">It is given without a value.</exception>
    public string? Option(string name)
    {
        if (!this.HasArgument(name)) return null;
        return this.Argument<string?>(name, null) is { Length: > 0 } value
            ? value
            : throw Usage($"--{name} has no value.", $"write {FormOf(name)}.");
    }

    /// <summary>An option's value.</summary>
    /// <exception cref="CakeException">The option is missing.</exception>
    public string Require(string name) => Option(name) ?? throw Usage($"--{name} is missing.", $"write {FormOf(name)}.");

    /// <summary>The password on standard input, where a flag says that it is there; null for one that is made.</summary>
    /// <exception cref="CakeException">There is none, or one that is made would be shown to everybody.</exception>
    public string? ReadPassword(string flag)
    {
        if (Flag(flag))
        {
            var password = Console.In.ReadLine() is { Length: > 0 } line
                ? line
                : throw Usage("there is no password on standard input.", "give it there, on one line.");
            Job.Mask(password);
            return password;
        }

        return EnvironmentVariables.IsGitHubActions
            ? throw Usage(
                "a password that is made would be shown in a log that others read.",
                $"give one on standard input, with --{flag}.")
            : null;
    }

    /// <summary>An option's values, given with commas between; empty where it is not given.</summary>
    public ImmutableArray<string> List(string name) =>
        [.. (Option(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Whether a flag is given: <c>--flag</c> or <c>--flag=true</c>.</summary>
    public bool Flag(string name) =>
        this.HasArgument(name) && !string.Equals(this.Argument<string?>(name, null), "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>A release that an option names, or null.</summary>
    public ReleaseId? Release(string name) => Option(name) switch
    {
        null => null,
        var text => ReleaseId.TryParse(text, out var id)
            ? id
            : throw Usage($"--{name}={text} is not a valid release.", "name one as History lists it, for example 2026-11-20.2."),
    };

    /// <summary>A number that an option gives.</summary>
    public int Number(string name, int otherwise) => Option(name) switch
    {
        null => otherwise,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Usage($"--{name}={text} is not a valid number.", $"write {FormOf(name)}."),
    };

    /// <summary>
    /// Calls a use case with the token that Ctrl-C cancels, and turns an expected failure into Cake's own with its exit code.
    /// </summary>
    public async Task CallAsync(Func<CancellationToken, Task> useCase)
    {
        try
        {
            await useCase(signals.Token);
        }
        catch (SlipwayException failure)
        {
            throw new CakeException((int)failure.ExitCode, failure.Message, failure);
        }
        catch (OperationCanceledException cancelled)
        {
            var failure = new Failure($"ended at once by {signals.Stop.Signal}.")
            {
                Do = $"`{Invocation.Of("Status")}` shows what runs; then run the command again.",
            };
            throw new CakeException((int)ExitCode.Failed, failure.ToString(), new SlipwayException(ExitCode.Failed, failure, cancelled));
        }
    }

    /// <summary>Runs what a target is asked for and says how it went.</summary>
    public Task RunAsync(PlannedTask task) => CallAsync(async cancellation =>
    {
        var intent = IntentOf(task);
        signals.RunsSteps = true;
        var outcome = await UseCases.RunAsync(intent, cancellation, PlanFile);
        WriteDown(() => Job.Ran(outcome));
        WriteDown(() => WriteJson(ResultJson.Of(outcome.Plan)));
        foreach (var line in Output.OutcomeText.Lines(outcome, hidePassword: EnvironmentVariables.IsGitHubActions)) report.Say(line);
    });

    /// <summary>
    /// Gives GitHub Actions lines that mark places in files; nothing elsewhere. What is said otherwise is no command to it.
    /// </summary>
    public static void Annotate(IEnumerable<string> lines)
    {
        if (!EnvironmentVariables.IsGitHubActions) return;
        foreach (var line in lines) Console.WriteLine(line);
    }

    /// <summary>Prints a text.</summary>
    public void Say(string text) => report.Say(text);

    /// <summary>Writes the result to the file that <c>--json</c> names, if it does.</summary>
    public void WriteJson(string json)
    {
        if (Option(Options.Json) is { } path) Write(path, json);
    }

    /// <summary>The stack's definition.</summary>
    public string DefinitionFile => Locate().DefinitionFile;

    /// <summary>
    /// Where the stack lies in its repository: the nearest folder above it that is one of git; its own folder where there is none.
    /// </summary>
    public SourceTree SourceTree
    {
        get
        {
            var location = Locate();
            var root = location.Folder;
            while (root is not null && !Path.Exists(Path.Combine(root, ".git"))) root = Path.GetDirectoryName(root);
            return new SourceTree(root is null ? "" : Path.GetRelativePath(root, location.Folder).Replace('\\', '/'), location.DisplayName);
        }
    }

    /// <summary>Writes to a file that an option names.</summary>
    /// <exception cref="CakeException">It cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(Path.GetFullPath(path), text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var failure = new Failure($"Cannot write {path}.") { Why = error.Message, Do = "name a file that can be written." };
            throw new CakeException((int)ExitCode.Failed, failure.ToString(), new SlipwayException(ExitCode.Failed, failure, error));
        }
    }

    /// <summary>
    /// Records what was done. That it cannot be written is no failure of what was done, so the exit code does not say it.
    /// </summary>
    internal void WriteDown(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CakeException)
        {
            report.Warn(error.Message);
        }
    }

    /// <summary>Wrong usage: exit code 2.</summary>
    public static CakeException Usage(string what, string remedy) => Usage(new Failure(what) { Do = remedy, Now = Failure.NothingChanged });

    /// <summary>Wrong usage: exit code 2.</summary>
    internal static CakeException Usage(Failure failure) =>
        new((int)ExitCode.Usage, failure.ToString(), new SlipwayException(ExitCode.Usage, failure));

    /// <inheritdoc />
    public void Dispose() => signals.Dispose();

    private static string FormOf(string option) =>
        TargetList.All.Select(target => target.Find(option)).First(found => found is not null)!.Form;

    private Output.TerminalAsk Ask() =>
        new(Console.In, Console.Out, !Console.IsInputRedirected && !EnvironmentVariables.IsBuildServer, Flag(Options.Yes));

    private StackLocation Locate()
    {
        var name = Option(Options.Stack) ?? EnvironmentVariables.Stack ?? "makapix";
        var file = StackOption.IsPath(name) ? Path.GetFullPath(name) : Path.Combine(Paths.Root, "compose", name, "stack.yaml");
        if (Directory.Exists(file)) file = Path.Combine(file, "stack.yaml");
        return new StackLocation(file, Path.GetRelativePath(Directory.GetCurrentDirectory(), file), Paths.State);
    }
}
