using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Core.Stack;

/// <summary>The published JSON Schema of <c>stack.yaml</c>, written from the same description that the parser checks by.</summary>
/// <remarks>
/// What the parser accepts is valid by the schema. The parser knows more: rules between keys, and required keys that
/// an environment may take from <c>defaults</c>.
/// </remarks>
public static class StackSchema
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema, JSON Schema draft 7, as the text of its file.</summary>
    public static string Text()
    {
        var definitions = new JsonObject();
        var stack = Map(StackShape.File, definitions);
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "Slipway stack" };
        foreach (var (name, value) in stack) schema[name] = value?.DeepClone();
        schema["definitions"] = definitions;
        return schema.ToJsonString(Options) + "\n";
    }

    private static JsonObject Write(Shape shape, JsonObject definitions)
    {
        var schema = new JsonObject { ["description"] = shape.Doc };
        switch (shape)
        {
            case Shape.Text text:
                schema["type"] = "string";
                schema["pattern"] = text.Rule.Pattern;
                break;
            case Shape.Port:
                schema["oneOf"] = new JsonArray(
                    new JsonObject { ["type"] = "integer", ["minimum"] = Shape.Port.Lowest, ["maximum"] = Shape.Port.Highest },
                    new JsonObject { ["type"] = "string", ["pattern"] = Texts.ReferenceRule.Pattern });
                break;
            case Shape.Whole whole:
                schema["type"] = "integer";
                schema["minimum"] = whole.Lowest;
                schema["maximum"] = whole.Highest;
                break;
            case Shape.Flag:
                schema["type"] = "boolean";
                break;
            case Shape.List list:
                schema["type"] = "array";
                schema["items"] = Write(list.Item, definitions);
                if (!list.MayBeEmpty) schema["minItems"] = 1;
                break;
            case Shape.Named named:
                schema["type"] = "object";
                schema["minProperties"] = 1;
                schema["maxProperties"] = Shape.Named.MostEntries;
                schema["propertyNames"] = new JsonObject { ["pattern"] = named.NameRule.Pattern };
                schema["additionalProperties"] = Write(named.Item, definitions);
                break;
            case Shape.Map map:
                // Draft 7 ignores the siblings of $ref, so the description is in the definition.
                if (!definitions.ContainsKey(map.Name))
                {
                    definitions[map.Name] = null;
                    definitions[map.Name] = Map(map, definitions);
                }

                return new JsonObject { ["$ref"] = $"#/definitions/{map.Name}" };
        }

        return schema;
    }

    private static JsonObject Map(Shape.Map map, JsonObject definitions)
    {
        var properties = new JsonObject();
        foreach (var key in map.Keys) properties[key.Name] = Write(key.Shape, definitions);
        var schema = new JsonObject
        {
            ["description"] = map.Doc,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };

        var required = map.IsPartial
            ? []
            : map.Keys.Where(key => key.IsRequired).Select(key => JsonValue.Create(key.Name)).ToArray<JsonNode?>();
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        if (!map.Choice.IsEmpty)
        {
            schema["oneOf"] = new JsonArray([
                .. map.Choice.Select(key => new JsonObject { ["required"] = new JsonArray(JsonValue.Create(key)) }),
            ]);
        }

        return schema;
    }
}
