using Slipway.Core.Json;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Environments;

public class RestoreEnvFileHandlerTests : HandlerTest
{
    [Theory]
    [InlineData("EDITED=by-hand\n")]
    [InlineData(EnvText)]
    [InlineData(null)]
    public async Task An_env_file_comes_back_after_the_one_that_is_there_was_kept(string? present)
    {
        if (present is not null) Files[EnvPath] = present;
        var version = Versions.Keep(EarlierEnv);

        await RunAsync(Restore(EarlierEnv, EnvText));

        Assert.Equal(EarlierEnv, Files[EnvPath]);
        foreach (var text in new[] { present, EnvText, EarlierEnv }.OfType<string>()) Assert.Equal(text, Versions.Read(CanonicalJson.Sha256(text)));
        Assert.Equal("already in place", await RunAsync(Restore(EarlierEnv, EnvText)));
        Assert.Contains(version, Fake.Files.ListFiles("/state/shop/dev/env"));

        await RunAsync(Restore(EnvText, EarlierEnv));

        Assert.Equal(EnvText, Files[EnvPath]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another text")]
    public async Task An_env_file_whose_version_is_gone_or_damaged_is_left_alone(string? damage)
    {
        Files[EnvPath] = EnvText;
        if (damage is not null) Files[$"/state/shop/dev/env/{StatePaths.EnvVersionName(CanonicalJson.Sha256(EarlierEnv))}"] = damage;

        var error = await FailAsync(Restore(EarlierEnv, EnvText));

        Assert.Equal($"/state/shop/dev/env/{StatePaths.EnvVersionName(CanonicalJson.Sha256(EarlierEnv))} is missing, or not as it was kept.", error.Message);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(EnvText, Files[EnvPath]);
    }

    private static RestoreEnvFile Restore(string version, string before) =>
        new(EnvPath, "/state/shop/dev/env", CanonicalJson.Sha256(version), CanonicalJson.Sha256(before));
}
