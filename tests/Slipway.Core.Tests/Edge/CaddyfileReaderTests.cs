using System.Globalization;
using System.Text;
using Slipway.Core.Edge;

namespace Slipway.Core.Tests.Edge;

public sealed class CaddyfileReaderTests
{
    [Fact]
    public void A_site_has_its_addresses_and_directives_with_their_lines()
    {
        Assert.Equal(
            """
            1 https://shop.example http://shop.example
              3 header
                4 X-Frame-Options DENY
              6 handle /api/*
                7 reverse_proxy app:8080

            """,
            Read("""
                https://shop.example,
                http://shop.example {
                	header {
                		X-Frame-Options DENY
                	}
                	handle /api/* {
                		reverse_proxy app:8080
                	}
                }
                """));
    }

    [Fact]
    public void A_file_of_one_site_needs_no_braces()
    {
        Assert.Equal("1 shop.example\n  2 respond hello\n  3 header\n    4 -Server\n", Read("shop.example\nrespond hello\nheader {\n-Server\n}\n"));
    }

    [Fact]
    public void Quotes_back_quotes_heredocs_comments_and_lines_that_go_on_are_read_as_Caddy_reads_them()
    {
        Assert.Equal(
            """
            1 shop.example
              2 header X-Robots-Tag|noindex, "nofollow"
              3 respond `{ no block }|200
              5 respond 		User-agent: *|200
              9 handle /a#b
                10 abort

            """,
            Read("""
                shop.example { # the shop
                	header X-Robots-Tag "noindex, \"nofollow\""
                	respond \
                		"`{ no block }" 200
                	respond <<TEXT
                		User-agent: *
                		TEXT 200
                	# handle /never {
                	handle /a#b {
                		abort
                	}
                }
                """, "|"));
    }

    [Fact]
    public void Snippets_stand_in_the_place_of_their_imports_with_the_lines_of_their_own_file()
    {
        var edge = CaddyfileReader.Read("(site) {\n\theader -Server\n}\n", "Caddyfile");

        var sites = CaddyfileReader.Read("(inner) {\n\theader X-A {args[0]}\n}\n(outer) {\n\timport inner {args[1]}\n}\nshop.example {\n\timport site\n\timport outer one two\n\timport other/*.caddy\n}\n", "shop.caddy", edge.Snippets);

        Assert.Empty(sites.Problems);
        var site = Assert.Single(sites.Sites);
        Assert.Equal(["Caddyfile:2 header -Server", "shop.caddy:2 header X-A two"], site.Directives.Select(directive => $"{directive.File}:{directive.Line} {directive.Name} {string.Join(' ', directive.Arguments)}"));
    }

    [Fact]
    public void Global_options_and_named_routes_are_no_sites()
    {
        Assert.Equal("7 :80\n  8 abort\n", Read("{\n\tadmin off\n}\n&(shared) {\n\tabort\n}\n:80 {\n\tabort\n}\n"));
    }

    [Theory]
    [InlineData("a {\n\trespond \"ok\n}\n", "a.caddy:2: the quote is never closed; expected \" at the end of the text")]
    [InlineData("a {\n\trespond `ok\n}\n", "a.caddy:2: the quote is never closed; expected ` at the end of the text")]
    [InlineData("a {\n\trespond <<END\nok\n}\n", "a.caddy:2: the text after <<END has no end; expected a line that begins with END")]
    [InlineData("a {\n\thandle {\n}\n", "a.caddy:1: the block is never closed; expected '}' on a line of its own")]
    [InlineData("a {\n}\n}\n", "a.caddy:3: there is no block that this brace closes; expected as many '}' as '{'")]
    [InlineData("(x) {\n\timport y\n}\n(y) {\n\timport x\n}\na {\n\timport x\n}\n", "a.caddy:5: the snippets import each other in a circle: x -> y -> x; expected an import that does not lead back")]
    public void What_Caddy_would_not_accept_is_told_with_its_line(string text, string told)
    {
        var problem = Assert.Single(CaddyfileReader.Read(text, "a.caddy").Problems);

        Assert.Equal(told, $"{problem.File}:{problem.Line}: {problem.Message}; expected {problem.Expected}");
    }

    [Fact]
    public void Snippets_that_double_each_other_are_bounded()
    {
        var text = new StringBuilder("(s0) {\n\tabort\n}\n");
        for (var index = 1; index < 30; index++) text.Append(CultureInfo.InvariantCulture, $"(s{index}) {{\n\timport s{index - 1}\n\timport s{index - 1}\n}}\n");

        var problem = Assert.Single(CaddyfileReader.Read(text + "a {\n\timport s29\n}\n", "a.caddy").Problems);

        Assert.Equal("with its snippets written out, the file has more than 10000 lines", problem.Message);
    }

    [Fact]
    public void Arguments_that_double_each_other_are_bounded()
    {
        var text = new StringBuilder("(s0) {\n\theader {args[0]}\n}\n");
        for (var index = 1; index < 30; index++) text.Append(CultureInfo.InvariantCulture, $"(s{index}) {{\n\timport s{index - 1} {{args[0]}}{{args[0]}}\n}}\n");

        var problem = Assert.Single(CaddyfileReader.Read(text + "a {\n\timport s29 x\n}\n", "a.caddy").Problems);

        Assert.Equal("an argument becomes longer than 65536 characters", problem.Message);
    }

    [Fact]
    public void Deep_blocks_and_large_files_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("handle {\n", 20_000));

        Assert.Equal(["more than 32 blocks are inside each other"], CaddyfileReader.Read("a {\n" + deep, "a.caddy").Problems.Select(problem => problem.Message));
        Assert.Equal(["the file has more than 50000 words"], CaddyfileReader.Read(string.Concat(Enumerable.Repeat("a ", 100_000)), "a.caddy").Problems.Select(problem => problem.Message));
        Assert.Equal(["the file is larger than 1 MiB"], CaddyfileReader.Read(new string('#', (1024 * 1024) + 1), "a.caddy").Problems.Select(problem => problem.Message));
    }

    [Theory]
    [InlineData("caddy/Caddyfile", 1)]
    [InlineData("caddy/sites/makapix-dev.caddy", 3)]
    [InlineData("caddy/sites/makapix-prod.caddy", 3)]
    [InlineData("compose/makapix/vault/Caddyfile", 1)]
    public void The_files_of_this_repository_are_read_without_a_problem(string file, int sites)
    {
        var read = CaddyfileReader.Read(RepositoryFiles.Read(file), file);

        Assert.Empty(read.Problems);
        Assert.Equal(sites, read.Sites.Length);
        Assert.All(read.Sites, site => Assert.NotEmpty(site.Directives));
    }

    private static string Read(string text, string separator = " ")
    {
        var read = CaddyfileReader.Read(text, "test.caddy");
        Assert.Empty(read.Problems);
        var told = new StringBuilder();
        foreach (var site in read.Sites)
        {
            told.Append(CultureInfo.InvariantCulture, $"{site.Line} {string.Join(' ', site.Addresses)}\n");
            foreach (var directive in site.Directives) Tell(directive, 1);
        }

        return told.ToString();

        void Tell(CaddyDirective directive, int depth)
        {
            told.Append(' ', depth * 2).Append(CultureInfo.InvariantCulture, $"{directive.Line} {directive.Name}{string.Concat(directive.Arguments.Take(1).Select(argument => " " + argument))}{string.Concat(directive.Arguments.Skip(1).Select(argument => separator + argument))}\n");
            foreach (var inner in directive.Block) Tell(inner, depth + 1);
        }
    }
}
