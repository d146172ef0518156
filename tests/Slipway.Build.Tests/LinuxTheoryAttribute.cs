using Slipway.Build.Tests.Workflows;

namespace Slipway.Build.Tests;

/// <summary>
/// A theory about what only Linux has: <c>/proc</c>, <c>/dev/full</c>. Skipped elsewhere, but not on a build server, as
/// <see cref="ToolFactAttribute"/> says.
/// </summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux() && ToolFactAttribute.MayBeSkipped) Skip = "needs Linux";
    }
}
