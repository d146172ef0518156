/// <summary>A target that also takes the options of another one, which an option names.</summary>
/// <param name="option">The option.</param>
/// <param name="otherwise">The target that is meant where the option is not given.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesOptionsOfAttribute(string option, string otherwise) : Attribute
{
    public string Option { get; } = option;

    public string Otherwise { get; } = otherwise;
}
