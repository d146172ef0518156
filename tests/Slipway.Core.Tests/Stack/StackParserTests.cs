using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Stack;

public sealed class StackParserTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Cases => [.. CaseFiles.Stacks];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_the_approved_definition_or_problems(string name)
    {
        var result = StackParser.Parse(CaseFiles.Stack(name), "stack.yaml");

        Assert.Equal(name.StartsWith("bad-", StringComparison.Ordinal), result.Definition is null);
        CaseFiles.Approve($"tests/cases/stack/{name}.expected", Show(result));
    }

    [Fact]
    public void The_definition_of_makapix_is_read_whole()
    {
        var result = StackParser.Parse(CaseFiles.Read("compose/makapix/stack.yaml"), "compose/makapix/stack.yaml");

        Assert.Empty(result.Problems);
        var stack = result.Definition!;
        Assert.Equal("makapix", stack.Name);
        Assert.Equal([Named.Prod, Named.Dev], stack.Environments.Select(environment => environment.Name));
        Assert.Equal("${EDGE_HTTPS_PORT}", stack.Edge.HttpsPort);
        var dev = stack.Find(Named.Dev)!;
        Assert.Equal("makapix-dev", dev.Compose.Project);
        Assert.Equal(["docker-compose.yml", "docker-compose.dev.yml"], dev.Compose.Files.AsEnumerable());
        Assert.Equal(["api", "web", "vault"], dev.Routes.Select(route => Assert.Single(route.Services)));
        Assert.Equal(("${BASIC_AUTH_USER}", "${BASIC_AUTH_PASSWORD}"), (dev.Access!.User, dev.Access.Password.Reveal()));
        Assert.Equal(["/api/auth/github/callback", "/api/health"], dev.Access.Open.AsEnumerable());
        Assert.True(dev.CreateEnvFile);
        Assert.False(stack.Find(Named.Prod)!.CreateEnvFile);
        Assert.Null(stack.Find(Named.Prod)!.Access);
    }

    [Fact]
    public void What_nobody_writes_has_the_defaults_of_the_definition()
    {
        var dev = Read("minimal").Find(Named.Dev)!;

        Assert.Equal(TimeSpan.FromSeconds(120), dev.Health.Timeout);
        Assert.Equal(7, dev.BackupsKept);
        Assert.Empty(dev.Routes);
    }

    [Theory]
    [InlineData("overlays-and-separate-data", "prod", true)]
    [InlineData("minimal", "dev", false)]
    [InlineData("production-of-another-name", "live", true)]
    [InlineData("production-of-another-name", "prod", false)]
    public void Production_is_what_the_definition_says_and_the_name_decides_only_where_it_says_nothing(string name, string environment, bool expected) =>
        Assert.Equal(expected, Read(name).Find(EnvironmentName.Parse(environment))!.IsProduction);

    [Fact]
    public void A_secret_in_the_wrong_place_is_in_no_message()
    {
        var text = CaseFiles.Stack("bad-secrets");
        Assert.Contains("hunter2", text, StringComparison.Ordinal);

        var problems = StackParser.Parse(text, "stack.yaml").Problems;

        Assert.Equal(5, problems.Length);
        Assert.DoesNotContain(problems, problem => problem.ToString().Contains("hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.ToString().Contains("12345678", StringComparison.Ordinal));
    }

    [Fact]
    public void What_environments_must_not_share_is_a_breach_of_the_rule_against_it()
    {
        var rules = StackParser.Parse(CaseFiles.Stack("bad-shared-names"), "stack.yaml").Problems.Select(problem => (problem.Path.Split('/')[^1], problem.Rule)).Distinct();

        Assert.Equal([("project", "isolation/same-project"), ("envFile", "isolation/shared-env-file"), ("createEnvFile", "definition/invalid")], rules);
    }

    [Theory]
    [InlineData("", "stack.yaml: the file is empty (expected a definition that starts with 'stack: <name>')")]
    [InlineData("---\n", "stack.yaml:1: should be a mapping, not nothing")]
    [InlineData("stack: \"\\uD800\"", "stack.yaml:1: this is not readable YAML: found invalid Unicode surrogates (expected keys of one mapping below each other, indented with spaces, and every quote and bracket closed)")]
    public void A_text_that_is_no_definition_gives_one_problem(string text, string expected)
    {
        var problem = Assert.Single(StackParser.Parse(text, "stack.yaml").Problems);

        Assert.Equal(expected, problem.ToString());
    }

    [Fact]
    public void A_file_of_more_than_one_mebibyte_is_not_read()
    {
        var problem = Assert.Single(StackParser.Parse("#" + new string('ä', 512 * 1024), "stack.yaml").Problems);

        Assert.Equal("stack.yaml: the file is larger than 1 MiB (expected a definition of a few hundred lines)", problem.ToString());
    }

    [Fact]
    public void More_environments_than_anybody_has_are_refused()
    {
        var text = CaseFiles.Stack("minimal") + string.Concat(Enumerable.Range(0, 100).Select(index => $"  e{index}: {{project: p{index}, compose: [c.yml], url: http://x}}\n"));

        var problem = Assert.Single(StackParser.Parse(text, "stack.yaml").Problems);

        Assert.Equal("stack.yaml:9 environments: there are 101 entries (expected at most 100)", problem.ToString());
    }

    [Fact]
    public void Unusual_characters_of_a_key_do_not_reach_the_terminal()
    {
        var problems = StackParser.Parse("\"\\e[2J" + new string('x', 100) + "\": 1", "stack.yaml").Problems;

        Assert.Contains(
            "stack.yaml:1: unknown key '?[2Jxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...' (expected one of stack, edge, shared, isolation, accepted, defaults, environments)",
            problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        var texts = CaseFiles.Stacks.Select(CaseFiles.Stack).Append(CaseFiles.Read("compose/makapix/stack.yaml")).ToArray();
        var pieces = Gen.Elements(
            "", ":", ": ", "-", "- ", "\n", "\n  ", "\t", "{", "}", "[", "]", "\"", "'", "&a", "*a", "!", "!!x ", "|", ">", "|9", "? ", "%", "#", "---\n", "...\n", ",", "\\", "\"\\u", "\"\\U00110000\"",
            "\0", "\uFEFF", "\uD800", "\u0085", "\u2028", "${", "null", "prod:", "%YAML 9.9\n", "%TAG ! x\n", "@", "`", "~", "0x", ".inf", "<<: ");
        var edits = pieces.Zip(Gen.Choose(0, 1_000_000)).Zip(Gen.Choose(0, 12));
        var mutated =
            from text in Gen.Elements(texts)
            from changes in edits.ListOf(4)
            select changes.Aggregate(text, (current, change) =>
            {
                var at = change.Item1.Item2 % (current.Length + 1);
                return string.Concat(current.AsSpan(0, at), change.Item1.Item1, current.AsSpan(Math.Min(current.Length, at + change.Item2)));
            });

        Prop.ForAll(mutated.ToArbitrary(), text =>
        {
            var result = StackParser.Parse(text, "stack.yaml");
            return result.Definition is null != result.Problems.IsEmpty;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static StackDefinition Read(string name) => StackParser.Parse(CaseFiles.Stack(name), "stack.yaml").Definition!;

    private static string Show(ParseResult result) =>
        (result.Definition is { } definition ? JsonSerializer.Serialize(definition, Indented) : string.Join('\n', result.Problems)) + "\n";
}
