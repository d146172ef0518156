namespace Slipway.Build.Tests;

/// <summary>A theory about what only Linux has: <c>/proc</c>, <c>/dev/full</c>.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "needs Linux";
    }
}
