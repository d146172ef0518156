namespace Cake.Frosting;

/// <summary>A task that has to run first.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute(Type type) : Attribute
{
    /// <summary>The class of that task.</summary>
    public Type Task { get; } = type;
}
