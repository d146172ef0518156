/// <summary>The one environment that a target works on, and which no option changes.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ServesAttribute(string environment) : Attribute
{
    public string Environment { get; } = environment;
}
