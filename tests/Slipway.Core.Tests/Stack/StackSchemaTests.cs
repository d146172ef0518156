using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using YamlDotNet.RepresentationModel;

namespace Slipway.Core.Tests.Stack;

public sealed class StackSchemaTests
{
    private const string SchemaPath = "docs/stack.schema.json";

    // Every key of the schema once, valid.
    private const string Full =
        """
        stack: shop
        edge: {project: slipway-edge, compose: [caddy.yml], service: caddy, network: caddy_net, httpPort: 80, httpsPort: "${HTTPS_PORT}"}
        shared: {project: shop-shared, compose: [shared.yml], profiles: [all], envFile: .env.shared}
        environments:
          dev:
            project: shop-dev
            compose: [docker-compose.yml]
            profiles: [development]
            envFile: .env.dev
            envTemplate: dev.env
            createEnvFile: true
            url: https://shop.example.com
            sites: [shop.caddy]
            access: {user: admin, password: "${PASSWORD}"}
            routes: [{domain: shop.example.com, path: /api/*, service: api, port: 80, health: /health, expect: {status: 204, body: ok, header: "X-Ok: yes", latencyMs: 500}}, {domain: shop.example.com, services: [a, b], port: 80}]
            database: {service: db, shared: true, name: shop, user: owner}
            migrations: {service: api, command: [migrate]}
            certificates: [{name: mqtt, directory: certs, server: [mqtt], clients: [player]}]
            health: {timeoutSeconds: 60, goodInARow: 2, soakSeconds: 0, maxErrorPercent: 5, maxLatencyMs: 800}
            backup: {keep: 3}
        """;

    public static TheoryData<string> GoodCases => [.. CaseFiles.Stacks.Where(name => !name.StartsWith("bad-", StringComparison.Ordinal))];

    [Fact]
    public void The_published_schema_is_the_one_the_parser_checks_by() => CaseFiles.Approve(SchemaPath, StackSchema.Text());

    [Theory]
    [MemberData(nameof(GoodCases))]
    public async Task What_the_parser_reads_is_valid_by_the_published_schema(string name)
    {
        var text = CaseFiles.Stack(name);
        Assert.NotNull(StackParser.Parse(text, "stack.yaml").Definition);

        var schema = await JsonSchema.FromJsonAsync(CaseFiles.Read(SchemaPath));

        Assert.Empty(schema.Validate(Json(text).ToJsonString()));
    }

    [Fact]
    public async Task The_definition_of_makapix_is_valid_by_the_published_schema()
    {
        var schema = await JsonSchema.FromJsonAsync(CaseFiles.Read(SchemaPath));

        Assert.Empty(schema.Validate(Json(CaseFiles.Read("compose/makapix/stack.yaml")).ToJsonString()));
    }

    [Theory]
    [InlineData("bad-unknown-keys")]
    [InlineData("bad-types")]
    [InlineData("bad-missing-keys")]
    [InlineData("bad-names")]
    [InlineData("bad-numbers")]
    [InlineData("bad-paths")]
    [InlineData("bad-secrets")]
    public async Task What_breaks_the_shape_is_invalid_by_the_published_schema(string name)
    {
        var schema = await JsonSchema.FromJsonAsync(CaseFiles.Read(SchemaPath));

        Assert.NotEmpty(schema.Validate(Json(CaseFiles.Stack(name)).ToJsonString()));
    }

    [Fact]
    public async Task For_every_key_of_the_schema_the_parser_and_a_validator_report_the_same_mistakes()
    {
        var published = CaseFiles.Read(SchemaPath);
        var validator = await JsonSchema.FromJsonAsync(published);
        var schema = JsonNode.Parse(published)!.AsObject();
        var valid = FullDefinition();
        Assert.Empty(validator.Validate(valid.ToJsonString()));
        Assert.Empty(Problems(valid));

        var tried = 0;
        foreach (var place in Places(schema, schema, valid, []))
        {
            foreach (var mistake in Mistakes(place))
            {
                var wrong = valid.DeepClone().AsObject();
                mistake.Make(Follow(wrong, place.Path).AsObject());

                var problems = Problems(wrong);

                tried++;
                var mutation = $"{Show(place.Path)}: {mistake.Name}";
                Assert.True(validator.Validate(wrong.ToJsonString()).Count > 0, $"The validator accepts {mutation}");
                Assert.True(
                    problems.Any(problem => problem.Path == mistake.PathOfProblem && problem.Message.Contains(mistake.Message, StringComparison.Ordinal)),
                    $"The parser does not report {mutation}; it says:\n{string.Join('\n', problems)}");
            }
        }

        // 70 keys with a misspelling and wrong types each: far fewer would mean that the walk has lost its way.
        Assert.True(tried > 200, $"Only {tried} mistakes were tried.");
    }

    private static IEnumerable<Mistake> Mistakes(Place place)
    {
        var path = Show(place.Path);
        foreach (var (key, declared) in place.Properties)
        {
            var shape = Resolve(place.Schema, declared!.AsObject());
            var keyPath = path.Length == 0 ? key : $"{path}/{key}";

            if (place.Required.Contains(key))
                yield return new($"'{key}' removed", map => map.Remove(key), path, $"the key '{key}' is missing");

            var misspelt = $"{key[..^2]}{key[^1]}{key[^2]}";
            if (misspelt == key) misspelt = key[..^1];
            if (place.Value.ContainsKey(key))
            {
                yield return new(
                    $"'{key}' written '{misspelt}'",
                    map =>
                    {
                        var value = map[key]!.DeepClone();
                        map.Remove(key);
                        map[misspelt] = value;
                    },
                    path,
                    $"unknown key '{misspelt}'; did you mean '{key}'?");
            }

            foreach (var (kind, value) in WrongTypes(shape))
                yield return new($"'{key}' is {kind}", map => map[key] = value.DeepClone(), keyPath, shape.ContainsKey("oneOf") && value is JsonValue ? "is not a port" : ", not ");
        }
    }

    private static IEnumerable<(string Kind, JsonNode Value)> WrongTypes(JsonObject shape)
    {
        var type = (string?)shape["type"];
        var isPort = type is null;
        if (type != "object") yield return ("a mapping", new JsonObject { ["a"] = "b" });
        if (type != "array") yield return ("a list", new JsonArray("a"));
        if (type != "boolean") yield return ("true", JsonValue.Create(true));
        if (type != "string") yield return ("text", JsonValue.Create("a text"));
        if (type != "integer" && !isPort) yield return ("a number", JsonValue.Create(7));
    }

    // Every mapping of the schema with a place in the full definition where it is used.
    private static IEnumerable<Place> Places(JsonObject schema, JsonObject declared, JsonNode value, object[] path)
    {
        var shape = Resolve(schema, declared);
        if (shape["properties"] is JsonObject properties && value is JsonObject map)
        {
            yield return new Place(schema, properties, [.. (shape["required"]?.AsArray() ?? []).Select(key => (string)key!)], map, path);
            foreach (var (key, inner) in properties.Where(property => map.ContainsKey(property.Key)))
            {
                foreach (var place in Places(schema, inner!.AsObject(), map[key]!, [.. path, key])) yield return place;
            }
        }
        else if (shape["additionalProperties"] is JsonObject item && value is JsonObject named)
        {
            foreach (var place in named.SelectMany(entry => Places(schema, item, entry.Value!, [.. path, entry.Key]))) yield return place;
        }
        else if (shape["items"] is JsonObject items && value is JsonArray list)
        {
            foreach (var place in list.SelectMany((entry, index) => Places(schema, items, entry!, [.. path, index]))) yield return place;
        }
    }

    private static JsonObject Resolve(JsonObject schema, JsonObject declared) =>
        (string?)declared["$ref"] is { } reference ? schema["definitions"]![reference.Split('/')[^1]]!.AsObject() : declared;

    private static JsonNode Follow(JsonNode node, IEnumerable<object> path) =>
        path.Aggregate(node, (current, part) => part is int index ? current[index]! : current[(string)part]!);

    private static string Show(IEnumerable<object> path) =>
        path.Aggregate("", (shown, part) => part is int index ? $"{shown}[{index}]" : shown.Length == 0 ? (string)part : $"{shown}/{part}");

    // JSON is YAML, so the parser reads what the validator reads.
    private static ImmutableArray<Problem> Problems(JsonObject definition) => StackParser.Parse(definition.ToJsonString(), "stack.json").Problems;

    // The defaults are those of the environment without its project, so that every key has both places.
    private static JsonObject FullDefinition()
    {
        var definition = Json(Full).AsObject();
        var defaults = definition["environments"]!["dev"]!.DeepClone().AsObject();
        defaults.Remove("project");
        definition["defaults"] = defaults;
        return definition;
    }

    private static JsonNode Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Json(stream.Documents[0].RootNode)!;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Json(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } number when long.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } number when double.TryParse(number.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction) => JsonValue.Create(fraction),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException($"{node.NodeType} has no form in JSON."),
    };

    private sealed record Place(JsonObject Schema, JsonObject Properties, IReadOnlyList<string> Required, JsonObject Value, object[] Path);

    private sealed record Mistake(string Name, Action<JsonObject> Make, string PathOfProblem, string Message);
}
