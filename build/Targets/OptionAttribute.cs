/// <summary>An option that a target takes, with the meaning that it has there.</summary>
/// <param name="form">As it is typed: <c>--tail=&lt;lines&gt;</c>, or <c>--follow</c> for a flag.</param>
/// <param name="meaning">What it says, in a few words.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class OptionAttribute(string form, string meaning) : Attribute
{
    public string Form { get; } = form;

    public string Meaning { get; } = meaning;

    /// <summary>Whether the target does nothing without it.</summary>
    public bool IsRequired { get; set; }
}
