using FsCheck;
using FsCheck.Fluent;
using Slipway.Core.Environments;

namespace Slipway.Core.Tests.Environments;

public sealed class EnvFileTests
{
    // Every row was given to `docker compose config` 2.40.3 too; the comments say what surprises there.
    [Theory]
    [InlineData("V=plain", "plain")]
    [InlineData("V=plain # comment", "plain")]
    [InlineData("V=plain#not", "plain#not")]
    [InlineData("V=a\t# tab", "a\t# tab")] // only a space starts a comment
    [InlineData("V= #foo", "#foo")] // the space before a value is gone before comments are looked for
    [InlineData("V=a # b # c", "a")]
    [InlineData("V=", "")]
    [InlineData("V=\"\"", "")]
    [InlineData("V=a=b=c", "a=b=c")]
    [InlineData("V =a", "a")]
    [InlineData("  V =  a  ", "a")]
    [InlineData("export V=a", "a")]
    [InlineData("export\tV=a", "a")]
    [InlineData("\uFEFFV=a", "a")]
    [InlineData("V=a\r\nW=b\r\n", "a")]
    [InlineData("V=\"a\"\r\nW=b", "a")]
    [InlineData("V=\"dq # x\" # c", "dq # x")]
    [InlineData("V=\"a\"#c", "a")]
    [InlineData("V='sq $A ${A}'", "sq $A ${A}")]
    [InlineData("V='it\\'s \\n'", "it's \\n")]
    [InlineData("V='a\"b'", "a\"b")]
    [InlineData("V=\"a'b\"", "a'b")]
    [InlineData("V=it's", "it's")]
    [InlineData("V=a\"b\"c", "a\"b\"c")]
    [InlineData("V=\"tab\\tnl\\nq\\\"bs\\\\ end\"", "tab\tnl\nq\"bs\\ end")]
    [InlineData("V=\"a\\zb \\a\"", "a\\zb \a")]
    [InlineData("V=a\\nb", "a\\nb")] // escapes are for double quotes only
    [InlineData("V=\"multi\nline\"", "multi\nline")]
    [InlineData("V='multi\nline'\nW=x", "multi\nline")]
    [InlineData("A=x\nV=$A ${A}", "x x")]
    [InlineData("A=x\nV=\"$A ${A} \\$A \\${A}\"", "x x $A ${A}")]
    [InlineData("A=x\nV=\\$A", "\\x")]
    [InlineData("A=x\nV=\"\\\\$A\"", "\\x")]
    [InlineData("V=$$A", "$A")]
    [InlineData("V=\"$$$$A\"", "$$A")]
    [InlineData("V=$1", "$1")]
    [InlineData("V=a$", "a$")]
    [InlineData("V=a$-b", "a$-b")]
    [InlineData("V=${B:-d}", "d")]
    [InlineData("V=${B-d}", "d")]
    [InlineData("A=\nV=${A:-d}${A-e}", "d")]
    [InlineData("A=1\nV=${A:+y}${B+n}", "y")]
    [InlineData("A=1\nV=${A:+y$A}", "y1")]
    [InlineData("A=x\nV=${B:-${A}y}", "xy")]
    [InlineData("A=x\nV=${A:?no}", "x")]
    [InlineData("V=${B:-a b}c", "a bc")]
    [InlineData("V=$$${B:-d}", "$d")]
    [InlineData("A=\nV=\"x${A:-}}y\"", "x}y")]
    [InlineData("A='$B'\nV=$A", "$B")] // a value is not expanded again
    [InlineData("V=<random:32>", "<random:32>")]
    public void A_value_is_what_Compose_makes_of_it(string text, string expected)
    {
        var file = EnvFile.Parse(text, ".env");

        Assert.Empty(file.Problems);
        Assert.Equal(expected, file.Values["V"]);
    }

    [Theory]
    [InlineData("# c\n\nJUST", ".env:3: the line is neither KEY=VALUE nor a comment (expected KEY=VALUE, or '#' at the start of the line)")]
    [InlineData("V: yaml", ".env:1: the line is neither KEY=VALUE nor a comment (expected KEY=VALUE, or '#' at the start of the line)")]
    [InlineData("A-B=1", ".env:1: the name before '=' is not a valid key (expected letters, digits and '_', not starting with a digit)")]
    [InlineData("1A=1", ".env:1: the name before '=' is not a valid key (expected letters, digits and '_', not starting with a digit)")]
    [InlineData("=1", ".env:1: the name before '=' is not a valid key (expected letters, digits and '_', not starting with a digit)")]
    [InlineData("A=1\nB=2\nA=1", ".env:3 A: the key is already set on line 1 (expected each key once)")]
    [InlineData("A=\"1\n2\"\nB=\"open\nC=1", ".env:3 B: the quote is never closed (expected \" at the end of the value)")]
    [InlineData("A='a\\'", ".env:1 A: the quote is never closed (expected ' at the end of the value)")]
    [InlineData("A=\"x\"y", ".env:1 A: text follows the closing quote (expected nothing there, or a comment; a quote inside quotes is written with a '\\' before it)")]
    [InlineData("A=pa$word", ".env:1 A: the value refers to a key that no line above sets (expected a key of this file, or the whole value in single quotes where the dollar sign is meant)")]
    [InlineData("A=$B\nB=1", ".env:1 A: the value refers to a key that no line above sets (expected a key of this file, or the whole value in single quotes where the dollar sign is meant)")]
    [InlineData("A=${B:?hunter2}", ".env:1 A: the value refers to a key that no line above sets (expected a key of this file, or the whole value in single quotes where the dollar sign is meant)")]
    [InlineData("A=x${", ".env:1 A: the value has a '${' that starts no reference (expected ${KEY}, or the whole value in single quotes where the dollar sign is meant)")]
    [InlineData("A=${1}", ".env:1 A: the value has a '${' that starts no reference (expected ${KEY}, or the whole value in single quotes where the dollar sign is meant)")]
    [InlineData("B=1\nA=${B/x/y}", ".env:2 A: the value has a '${' that starts no reference (expected ${KEY}, or the whole value in single quotes where the dollar sign is meant)")]
    [InlineData("A=\"\\0101\"", ".env:1 A: octal escapes such as \\0101 are not supported here (expected the character itself)")]
    [InlineData("A=a\0b", ".env:1 A: the value has a NUL character (expected text)")]
    public void A_mistake_is_a_problem_with_its_line(string text, string expected)
    {
        var problem = Assert.Single(EnvFile.Parse(text, ".env").Problems);

        Assert.Equal(expected, problem.ToString());
    }

    [Fact]
    public void Lines_are_counted_through_values_that_span_them()
    {
        var file = EnvFile.Parse("# top\nA=\"1\n2\n3\"\n\nB=4\n", ".env");

        Assert.Equal(["A (line 2)", "B (line 6)"], file.Entries.Select(entry => entry.ToString()));
    }

    [Fact]
    public void What_is_printed_has_no_value()
    {
        var file = EnvFile.Parse("USER_NAME=hunter1\nPASSWORD='hunter2'", ".env.dev");

        Assert.Equal(".env.dev: USER_NAME, PASSWORD", file.ToString());
        Assert.DoesNotContain(file.Entries, entry => entry.ToString().Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public void Values_that_double_with_every_line_are_bounded()
    {
        var text = "A0=xxxxxxxx\n" + string.Concat(Enumerable.Range(1, 40).Select(index => $"A{index}=$A{index - 1}$A{index - 1}\n"));

        var problems = EnvFile.Parse(text, ".env").Problems;

        Assert.Equal(".env:15 A14: the value becomes longer than 65536 characters (expected shorter values)", problems[0].ToString());
    }

    [Fact]
    public void A_short_file_of_many_references_to_a_long_value_is_bounded()
    {
        var text = $"A={new string('x', 60_000)}\n" + string.Concat(Enumerable.Range(0, 1000).Select(index => $"B{index}=$A\n"));

        var problem = Assert.Single(EnvFile.Parse(text, ".env").Problems);

        Assert.Equal(".env:70: the values up to here are longer than 4 MiB together (expected fewer references to long values)", problem.ToString());
    }

    [Fact]
    public void Defaults_that_nest_too_deep_are_refused()
    {
        var text = "A=" + string.Concat(Enumerable.Repeat("${B:-", 1000)) + new string('}', 1000);

        Assert.Contains("starts no reference", Assert.Single(EnvFile.Parse(text, ".env").Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_makes_reading_throw_or_repeats_a_value()
    {
        var pieces = Gen.Elements(
            "A", "B", "=", "\"", "'", "\n", "\r\n", " ", "\t", "#", " #", "$", "${", "}", ":-", ":+", "?", "-", "\\", "\\n", "\\$", "export ", "\0", "\uFEFF", "\uD800", "$A", "${A}", "${A:-", "secret9");
        var texts = from parts in pieces.ListOf(30) select string.Concat(parts);

        Prop.ForAll(texts.ToArbitrary(), text =>
            EnvFile.Parse("A=1\n" + text, ".env").Problems.All(problem =>
                !problem.Message.Contains("secret9", StringComparison.Ordinal) && !problem.Expected.Contains("secret9", StringComparison.Ordinal)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }
}
