namespace Targets;

/// <summary>An option that a target takes.</summary>
/// <param name="Form">As it is typed: <c>--tail=&lt;lines&gt;</c>, or <c>--follow</c> for a flag.</param>
/// <param name="Meaning">What it says, in a few words.</param>
/// <param name="IsRequired">Whether the target does nothing without it.</param>
internal sealed record TargetOption(string Form, string Meaning, bool IsRequired = false)
{
    /// <summary>Without dashes and value.</summary>
    public string Name { get; } = Form.TrimStart('-').Split('=')[0];
}
