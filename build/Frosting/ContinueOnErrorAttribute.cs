namespace Cake.Frosting;

/// <summary>The run goes on when this task fails. It must not stand beside an override of OnError.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContinueOnErrorAttribute : Attribute;
