using Slipway.Core.Stack;

/// <summary>The environments that most tests are about.</summary>
internal static class Named
{
    public static readonly EnvironmentName Dev = EnvironmentName.Parse("dev");

    public static readonly EnvironmentName Prod = EnvironmentName.Parse("prod");
}
