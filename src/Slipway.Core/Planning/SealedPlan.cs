using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Core.Json;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>
/// A plan in a file, with everything it was computed from, so that a run can do exactly that or say what changed. It holds no
/// secret: what one stands behind is kept as a keyed fingerprint.
/// </summary>
public sealed record SealedPlan
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    private const string SealName = "seal";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The format of the file.</summary>
    public required int Format { get; init; }

    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>What is wanted, with all its options.</summary>
    public required Intent Intent { get; init; }

    /// <summary>The point in time that the plan was made for: the numbers of its release and its backup come from it.</summary>
    public required DateTimeOffset AtUtc { get; init; }

    /// <summary>Who made it.</summary>
    public required string By { get; init; }

    /// <summary>Tells the key that the facts were sealed with from another, without giving it away.</summary>
    public required string KeyMark { get; init; }

    /// <summary>The facts that it was computed from.</summary>
    public required ImmutableSortedDictionary<string, string> Basis { get; init; }

    /// <summary>The plan as <c>Plan --json</c> writes it.</summary>
    public required JsonObject Plan { get; init; }

    /// <summary>Keyed fingerprint of all the rest.</summary>
    public required string Seal { get; init; }

    /// <summary>Seals a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">The point in time that it was made for.</param>
    /// <param name="by">Who made it.</param>
    /// <param name="key">The key of the state folder.</param>
    public static SealedPlan Of(Plan plan, DateTimeOffset now, string by, string key)
    {
        var open = new SealedPlan
        {
            Format = CurrentFormat,
            Stack = plan.Stack,
            Intent = plan.Intent,
            AtUtc = now.ToUniversalTime(),
            By = by,
            KeyMark = MarkOf(key),
            Basis = plan.Basis.Seal(key),
            Plan = PlanJson.Node(plan),
            Seal = "",
        };
        return open with { Seal = open.SealWith(key) };
    }

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="SlipwayException">It is not a sealed plan, or one of another version.</exception>
    public static SealedPlan Parse(string text, string file)
    {
        JsonObject? json = null;
        try
        {
            json = JsonNode.Parse(text) as JsonObject;
            if ((int?)json?["format"] is { } format && format != CurrentFormat)
            {
                throw Wrong(
                    $"{file} has format {format}, and this version reads format {CurrentFormat}.",
                    "make the plan with the version that runs it."
                );
            }

            if (json?["format"] is not null && json.Deserialize<SealedPlan>(Options) is { } plan) return plan;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw Wrong($"{file} is damaged: it cannot be read as a saved plan.", "make a new plan.");
        }

        throw Wrong(
            $"{file} is not a saved plan.",
            json is null
                ? "name a file that `Plan --plan` wrote."
                : "name a file that `Plan --plan` wrote; what --json writes is for reading only."
        );
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Refuses a plan for something else than what is asked for, and options that are not the plan's.</summary>
    /// <exception cref="SlipwayException">The plan is for something else.</exception>
    public void RequireFor(string stack, Intent asked, string file)
    {
        if (Stack != stack)
            throw Wrong(
                $"{file} is a plan for the stack {Stack}, and this is {stack}.",
                $"add --stack={Stack}, or make a plan for {stack}."
            );
        if (asked.Kind != Intent.Kind || asked.Environment != Intent.Environment)
        {
            throw Wrong(
                $"{file} is a plan of {Intent.Target} for {Intent.Environment}, and {asked.Target} for {asked.Environment} was asked for.",
                $"run {Intent.Target}, or make a plan of {asked.Target}."
            );
        }

        // What is not said on the command line is as the plan has it; what is said has to agree with it.
        var silent = Node(new Intent(asked.Kind, asked.Environment));
        var sealedOptions = Node(Intent);
        foreach (var (name, value) in Node(asked))
        {
            if (JsonNode.DeepEquals(value, silent[name]) || JsonNode.DeepEquals(value, sealedOptions[name]))
                continue;
            throw Wrong(
                $"{file} was made with other options: {name} is {sealedOptions[name]?.ToJsonString() ?? "not set"} there, "
                    + $"and {value?.ToJsonString()} was asked for.",
                "leave the option out, or make a new plan with it."
            );
        }

        static JsonObject Node(Intent intent) => (JsonObject)JsonSerializer.SerializeToNode(intent, Options)!;
    }

    /// <summary>What is different on the host and in the files, or why that cannot be told; empty where nothing is.</summary>
    /// <exception cref="SlipwayException">The file was changed after it was written.</exception>
    public ImmutableArray<string> Changes(PlanBasis now, string? key, string file)
    {
        if (key is null || MarkOf(key) != KeyMark)
            return
            [
                "the plan was sealed with another key: it was made with another state folder, "
                    + "or fingerprint.key in the state folder is not the one it was",
            ];
        if (SealWith(key) != Seal)
            throw Wrong($"{file} is damaged: it was changed after it was written.", "make a new plan.");
        return PlanChanges.Between(Basis, now.Seal(key));
    }

    /// <summary>What a plan that is made now for the same point in time does differently; empty where it is the very same.</summary>
    public ImmutableArray<string> Differences(Plan now)
    {
        if ((string?)Plan["release"] is { } release && release != now.Release?.ToString())
        {
            return ReleaseId.TryParse(release, out var id) && now.Release > id
                ? [$"release {release} was begun meanwhile"]
                : [$"the release was {release}, is {now.Release?.ToString() ?? "none"}"];
        }

        var then = (Plan["steps"] as JsonArray ?? []).OfType<JsonObject>().ToImmutableArray();
        var after = (PlanJson.Node(now)["steps"] as JsonArray ?? []).OfType<JsonObject>().ToImmutableArray();
        var steps = PlanChanges.Between(then.Select(Id), after.Select(Id));
        if (!steps.IsEmpty)
            return steps;
        var effects = then.Zip(after)
            .Where(pair => !JsonNode.DeepEquals(pair.First["effects"], pair.Second["effects"]))
            .Select(pair => $"step {Id(pair.First)} would do something else")
            .ToImmutableArray();
        if (!effects.IsEmpty)
            return effects;
        return (string?)Plan["fingerprint"] == now.Fingerprint
            ? []
            : ["what is to be done with a service, or its image, is decided otherwise"];

        static string Id(JsonObject step) => (string?)step["id"] ?? "";
    }

    /// <summary>For what and when it was made.</summary>
    public override string ToString() => $"SealedPlan of {Intent.Target} for {Stack} {Intent.Environment}";

    private static string MarkOf(string key) => PlanBasis.Hash(key, "slipway sealed plan")[..16];

    private string SealWith(string key)
    {
        var text = (JsonObject)JsonSerializer.SerializeToNode(this, Options)!;
        text.Remove(SealName);
        return PlanBasis.Hash(key, CanonicalJson.Text(text));
    }

    private static SlipwayException Wrong(string what, string remedy) =>
        new(ExitCode.Usage, new Failure(what) { Do = remedy, Now = Failure.NothingChanged });
}
