using Slipway.Core.Stack;

/// <summary>The role of the one environment that a target works on, and which no option changes.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ServesAttribute(EnvironmentRole role) : Attribute
{
    public EnvironmentRole Role { get; } = role;
}
