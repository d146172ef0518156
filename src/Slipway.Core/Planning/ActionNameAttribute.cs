namespace Slipway.Core.Planning;

/// <summary>
/// The name of an action in saved plans and in the records of runs. It is written out and stays: a file of before has it.
/// </summary>
/// <param name="name">The name, in camel case.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActionNameAttribute(string name) : Attribute
{
    /// <summary>The name, in camel case.</summary>
    public string Name => name;
}
