using System.Collections.Immutable;
using System.Globalization;
using Cake.Common;
using Cake.Core;
using Cake.Frosting;
using Slipway.Adapters;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Engine;
using Slipway.Engine.Planning;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

/// <summary>What every target works with: the options, read once, and the stack's use cases. Tasks ask it and never the environment.</summary>
public sealed class BuildContext : FrostingContext, IDisposable
{
    private readonly IReport report;
    private readonly Signals signals;
    private readonly Lazy<UseCases> useCases;

    /// <summary>Reads the options.</summary>
    public BuildContext(ICakeContext context)
        : base(context)
    {
        report = Output.Reports.Create(IsAsked(context));
        signals = new Signals(text => report.Warn(text));
        useCases = new Lazy<UseCases>(() => new UseCases(LocalHost.Create(report, Ask(), signals.Stop), Locate()) { IsStrict = Flag(Options.Strict) });
    }

    /// <summary>What can be done with the stack.</summary>
    public UseCases UseCases => useCases.Value;

    /// <summary>What <c>--environment</c> says, or null.</summary>
    public string? EnvironmentName => Option(Options.Environment);

    /// <summary>The file that <c>--plan</c> names, or null.</summary>
    public PlanFile? PlanFile => Option(Options.Plan) is { } name ? UseCases.PlanFile(Path.GetFullPath(name), name) : null;

    /// <summary>The environment that <c>--environment</c> names.</summary>
    /// <exception cref="CakeException">The option is missing.</exception>
    public string RequireEnvironment() => EnvironmentName ?? throw Usage($"--{Options.Environment} is missing.", $"add --{Options.Environment}=dev or --{Options.Environment}=prod.");

    /// <summary>An option's value, or null where it is not given.</summary>
    /// <exception cref="CakeException">It is given without a value.</exception>
    public string? Option(string name)
    {
        if (!this.HasArgument(name)) return null;
        return this.Argument<string?>(name, null) is { Length: > 0 } value
            ? value
            : throw Usage($"--{name} has no value.", $"write {Options.All.First(option => option.Name == name).Form}.");
    }

    /// <summary>An option's value.</summary>
    /// <exception cref="CakeException">The option is missing.</exception>
    public string Require(string name) => Option(name) ?? throw Usage($"--{name} is missing.", $"write {Options.All.First(option => option.Name == name).Form}.");

    /// <summary>The password on standard input, where <c>--password-stdin</c> says that it is there; null for one that is made.</summary>
    /// <exception cref="CakeException">There is none, or one that is made would be shown to everybody.</exception>
    public string? ReadPassword()
    {
        if (Flag(Options.PasswordStdin)) return Console.In.ReadLine() is { Length: > 0 } password ? password : throw Usage("there is no password on standard input.", "give it there, on one line.");
        return EnvironmentVariables.IsGitHubActions ? throw Usage("a password that is made would be shown in a log that others read.", $"give one on standard input, with --{Options.PasswordStdin}.") : null;
    }

    /// <summary>An option's values, given with commas between; empty where it is not given.</summary>
    public ImmutableArray<string> List(string name) => [.. (Option(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Whether a flag is given: <c>--flag</c> or <c>--flag=true</c>.</summary>
    public bool Flag(string name) => this.HasArgument(name) && !string.Equals(this.Argument<string?>(name, null), "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>A release that an option names, or null.</summary>
    public ReleaseId? Release(string name) => Option(name) switch
    {
        null => null,
        var text => ReleaseId.TryParse(text, out var id) ? id : throw Usage($"--{name}={text} is no release.", "name one as History lists it, for example 2026-11-20.2."),
    };

    /// <summary>A number that an option gives.</summary>
    public int Number(string name, int otherwise) => Option(name) switch
    {
        null => otherwise,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Usage($"--{name}={text} is no number.", $"write {Options.All.First(option => option.Name == name).Form}."),
    };

    /// <summary>Calls a use case with the token that Ctrl-C cancels, and turns an expected failure into Cake's own with its exit code.</summary>
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
            throw new CakeException((int)ExitCode.Failed, $"ended at once by {signals.Stop.Signal}.\n  Do:   run Status to see what stands, then the command again.", cancelled);
        }
    }

    /// <summary>Runs an intent and says how it went.</summary>
    public Task RunAsync(Intent intent) => CallAsync(async cancellation =>
    {
        signals.RunsSteps = true;
        var outcome = await UseCases.RunAsync(intent, cancellation, PlanFile);
        WriteJson(ResultJson.Of(outcome.Plan));
        foreach (var line in Output.OutcomeText.Lines(outcome, hidePassword: EnvironmentVariables.IsGitHubActions)) report.Say(line);
    });

    /// <summary>Prints a text.</summary>
    public void Say(string text) => report.Say(text);

    /// <summary>Writes the result to the file that <c>--json</c> names, if it does.</summary>
    public void WriteJson(string json)
    {
        if (Option(Options.Json) is { } path) Write(path, json);
    }

    /// <summary>The stack's definition.</summary>
    public string DefinitionFile => Locate().DefinitionFile;

    /// <summary>Where the stack lies in its repository: the nearest folder above it that git knows as one; its own folder where there is none.</summary>
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
    public static void Write(string path, string text) => File.WriteAllText(Path.GetFullPath(path), text);

    /// <summary>Wrong usage: exit code 2.</summary>
    public static CakeException Usage(string what, string remedy) => new((int)ExitCode.Usage, new Failure(what) { Do = remedy, Now = Failure.NothingChanged }.ToString());

    /// <inheritdoc />
    public void Dispose() => signals.Dispose();

    // The log always claims to show everything; only the command line says what was asked for.
    private static bool IsAsked(ICakeContext context) =>
        (context.Arguments.GetArgument("verbosity") ?? context.Arguments.GetArgument("v")) is "verbose" or "diagnostic";

    private Output.TerminalAsk Ask() => new(Console.In, Console.Out, isTerminal: !Console.IsInputRedirected && !EnvironmentVariables.IsBuildServer, isYes: Flag(Options.Yes));

    private StackLocation Locate()
    {
        var name = Option(Options.Stack) ?? EnvironmentVariables.Stack ?? "makapix";
        var isPath = name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);
        var file = isPath ? Path.GetFullPath(name) : Path.Combine(Paths.Root, "compose", name, "stack.yaml");
        if (Directory.Exists(file)) file = Path.Combine(file, "stack.yaml");
        return new StackLocation(file, Path.GetRelativePath(Directory.GetCurrentDirectory(), file), Paths.State);
    }
}
