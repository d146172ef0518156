using Slipway.Core.Problems;

namespace Slipway.Core.Tests.Problems;

public class ProblemTests
{
    [Theory]
    [InlineData("stack.yaml", 12, "edge/httpPort", "'x' is not a valid port", "a number", "stack.yaml:12 edge/httpPort: 'x' is not a valid port (expected a number)")]
    [InlineData(".env.dev", 0, "DB_NAME", "the key is missing", "", ".env.dev DB_NAME: the key is missing")]
    [InlineData("stack.yaml", 0, "", "there is no such file", "", "stack.yaml: there is no such file")]
    public void A_problem_says_file_line_path_problem_and_expectation(string file, int line, string path, string message, string expected, string text) =>
        Assert.Equal(text, new Problem(file, line, path, message, expected).ToString());

    [Fact]
    public void All_problems_are_shown_at_once()
    {
        var error = SlipwayException.Of([new Problem("a.yaml", 1, "x", "is wrong"), new Problem("b.env", 0, "Y", "is missing")]);

        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Equal(
            """
            2 problems were found:
                a.yaml:1 x: is wrong
                b.env Y: is missing
              Do:   Correct these places and run the command again.
              Now:  nothing was changed.
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    [Fact]
    public void One_problem_is_one() =>
        Assert.Equal(
            "1 problem was found:\n    a.yaml: is gone\n  Do:   Bring it back.\n  Now:  nothing was changed.",
            SlipwayException.Of([new Problem("a.yaml", 0, "", "is gone")], "Bring it back.").Message);
}
