using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Slipway.Core.Planning;

/// <summary>Writes an action with its name as the first property, and finds the record of a name by reflection.</summary>
internal sealed class StepActionConverter : JsonConverter<StepAction>
{
    private const string Discriminator = "action";

    private static readonly FrozenDictionary<string, Type> ByName = typeof(StepAction).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(StepAction)))
        .ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    /// <inheritdoc />
    public override StepAction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("an action is an object");
        var name = (string?)json[Discriminator] ?? throw new JsonException("the action has no name");
        if (!ByName.TryGetValue(name, out var type)) throw new JsonException($"there is no action '{name}'");
        json.Remove(Discriminator);
        return (StepAction)json.Deserialize(type, options)!;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, StepAction value, JsonSerializerOptions options)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(value, value.GetType(), options)!;
        json.Insert(0, Discriminator, NameOf(value.GetType()));
        json.WriteTo(writer, options);
    }

    private static string NameOf(Type type) =>
        type.GetCustomAttribute<ActionNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{type.Name} has no {nameof(ActionNameAttribute)}.");
}
