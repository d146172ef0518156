using Slipway.Core.Reports;
using Slipway.Core.Validation;

namespace Slipway.Core.Tests.Reports;

public sealed class SourceTreeTests
{
    [Theory]
    [InlineData("compose/shop", "docker-compose.yml", 4, "compose/shop/docker-compose.yml", 4)]
    [InlineData("compose/shop", "docker-compose.yml", 0, "compose/shop/docker-compose.yml", 1)]
    [InlineData("compose/shop", "./../../caddy/sites/x.caddy", 2, "caddy/sites/x.caddy", 2)]
    [InlineData("", "docker-compose.yml", 4, "docker-compose.yml", 4)]
    [InlineData("", "..data/a.yml", 4, "..data/a.yml", 4)]
    [InlineData("compose/shop", "../../stack.yaml", 9, "compose/shop/stack.yaml", 9)]
    [InlineData("compose/shop", "", 0, "compose/shop/stack.yaml", 1)]
    [InlineData("compose/shop", "/etc/shop.env", 3, "compose/shop/stack.yaml", 1)]
    [InlineData("compose/shop", "../../../shop.env", 3, "compose/shop/stack.yaml", 1)]
    public void A_file_is_named_from_the_root_of_the_repository(string folder, string file, int line, string expected, int expectedLine) =>
        Assert.Equal((expected, expectedLine), new SourceTree(folder, "../../stack.yaml").Find(new SourcePosition(file, line, "x")));

    [Fact]
    public void The_definition_is_in_the_folder_however_the_operator_named_it() =>
        Assert.Equal(("compose/shop/stack.yaml", 5), new SourceTree("compose/shop", @"shop\stack.yaml").Find(new SourcePosition(@"shop\stack.yaml", 5, "")));

    [Theory]
    [InlineData("docker-compose.yml", "it is wrong\n\nFix: repair it")]
    [InlineData("", "it is wrong\n\nFix: repair it")]
    [InlineData("/etc/shop.env", "/etc/shop.env:3 KEY: it is wrong\n\nFix: repair it")]
    public void What_lies_outside_of_the_repository_is_named_in_the_message(string file, string expected) =>
        Assert.Equal(expected, Verdicts.Tree.Say(Verdicts.Name with { Place = new SourcePosition(file, 3, "KEY"), Message = "it is wrong", Fix = "repair it" }));
}
