using Slipway.Core.Compose;

namespace Slipway.Core.Tests.Compose;

/// <summary>Reads what Docker Compose 2.40.3 printed of a failed build.</summary>
public class BuildFailureTests
{
    private const string Output =
        """
        #1 [internal] load local bake definitions
        #1 DONE 0.0s

        #5 [other 2/2] RUN sleep 1
        #6 [web 2/2] RUN make all
        #6 0.572 compiling file 1
        #5 0.600 something else
        #6 0.573 compiling file 2
        #6 0.574 main.c:12: error: expected ';' before '}' token
        #6 ERROR: process "/bin/sh -c make all" did not complete successfully: exit code: 2
        ------
         > [web 2/2] RUN make all:
        0.574 main.c:12: error: expected ';' before '}' token
        ------
        Dockerfile:2
        --------------------
           2 | >>> RUN make all
        --------------------
        failed to solve: process "/bin/sh -c make all" did not complete successfully: exit code: 2
        """;

    [Fact]
    public void The_step_that_failed_comes_first_then_what_it_printed_once_then_where_it_stands() => Assert.Equal(
        [
            "failed: [web 2/2] RUN make all",
            "compiling file 2",
            "main.c:12: error: expected ';' before '}' token",
            "Dockerfile:2",
            "process \"/bin/sh -c make all\" did not complete successfully: exit code: 2",
        ],
        BuildFailure.Lines(Output.ReplaceLineEndings("\n"), 2).AsEnumerable());

    [Fact]
    public void Other_output_is_left_alone() => Assert.Empty(BuildFailure.Lines("Container web  Started\nexit code: 1", 20));
}
