namespace Cake.Frosting;

/// <summary>The run goes on when this task fails. A task that has it must not override OnError.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContinueOnErrorAttribute : Attribute;
