/// <summary>Where Help lists a target.</summary>
/// <param name="heading">One of <see cref="Headings"/>.</param>
/// <param name="rank">Its place under the heading: smaller comes first, equal ones by name.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class UnderAttribute(string heading, int rank) : Attribute
{
    public string Heading { get; } = heading;

    public int Rank { get; } = rank;
}
