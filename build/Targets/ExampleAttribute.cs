/// <summary>Options of an example that Help shows, where the required ones alone say too little.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ExampleAttribute(params string[] options) : Attribute
{
    public IReadOnlyList<string> Options { get; } = options;
}
