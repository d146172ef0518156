using Output;

namespace Slipway.Build.Tests.Output;

public sealed class GroupedReportTests
{
    [Fact]
    public void GitHub_gets_a_group_a_step_with_all_lines_of_which_none_is_a_command_to_it()
    {
        using var text = new StringWriter { NewLine = "\n" };

        ExampleRun.Play(new GroupedReport(text));

        Assert.Equal("""
            ::warning::run 3 was interrupted [see History]
            ::group::[1/3] build-images: Build api, web [new]
            #1 [api 1/2] RUN dotnet publish with a title
            : :add-mask: :x ## [error]no
            ::endgroup::
            [1/3] build-images: done in 12.3 s (api sha256:1)
            ::group::[2/3] start-services: Start api
            Container makapix-dev-api  Error
            ::endgroup::
            ::error::[2/3] start-services: FAILED after 2 min 5 s: `docker compose up` ended with exit code 1.
            ::group::[undo] start-services: start release 2026-11-20.1 again
            Container makapix-dev-api  Started
            ::endgroup::
            [undo] start-services: done in 1.0 s
            ::group::[undo] build-images: none
            ::endgroup::
            ::error::[undo] build-images: FAILED after 0.0 s: no space%0Aleft
            : :dev serves release 2026-11-20.1 at https://development.makapix.localhost/a/rather/long/address

            """, text.ToString());
    }

    [Fact]
    public void A_warning_of_several_lines_is_one_annotation()
    {
        using var text = new StringWriter { NewLine = "\n" };

        new GroupedReport(text).Warn("100%\nsure");

        Assert.Equal("::warning::100%25%0Asure\n", text.ToString());
    }
}
