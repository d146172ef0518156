using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Core.Planning;
using Slipway.Core.Problems;

namespace Slipway.Core.Tests.Planning;

/// <summary>
/// Writes the plan of every case as JSON into the folder that <c>SLIPWAY_DUMP</c> names, so that two versions can be compared:
/// <c>tests/compare.sh</c>. Without it, sees that every case can be written.
/// </summary>
public class PlanDumpTests
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static TheoryData<string> Cases => PlanCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_plan_and_its_actions_can_be_written_as_json(string name)
    {
        var text = Dump(PlanCase.Read(name)).ToJsonString(Indented);
        if (Environment.GetEnvironmentVariable("SLIPWAY_DUMP") is { Length: > 0 } folder) File.WriteAllText(Path.Combine(folder, $"{name}.json"), text + "\n");

        Assert.NotEqual("{}", text);
    }

    private static JsonObject Dump(PlanCase @case)
    {
        try
        {
            var plan = @case.World.Plan(@case.Intent);
            var json = PlanJson.Node(plan);
            json["actions"] = new JsonArray([.. plan.Steps.Select(Actions)]);
            return json;
        }
        catch (SlipwayException error)
        {
            return new JsonObject { ["exitCode"] = (int)error.ExitCode, ["message"] = error.Message };
        }
    }

    private static JsonObject Actions(Step step) => new()
    {
        ["id"] = step.Id,
        ["does"] = JsonSerializer.SerializeToNode(step.Action, Indented),
        ["undoes"] = step.Undo is null ? null : JsonSerializer.SerializeToNode(step.Undo, Indented),
        ["undoEffects"] = new JsonArray([.. (step.Undo?.Effects ?? []).Select(effect => (JsonNode?)effect)]),
    };
}
