namespace Showcase.Settings;

/// <summary>A text that prints as <c>***</c>, so that a settings record can be logged by mistake without harm.</summary>
internal sealed class Secret(string value)
{
    /// <summary>The text itself, for the one place that needs it.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}
