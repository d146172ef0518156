namespace Cake.Frosting;

/// <summary>A task that this one has to run before.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute(Type type) : Attribute
{
    /// <summary>The class of that task.</summary>
    public Type Task { get; } = type;
}
