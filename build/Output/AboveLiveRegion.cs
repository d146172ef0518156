using Spectre.Console.Rendering;

namespace Output;

/// <summary>
/// Something that is printed where the live region stands, which Spectre.Console then draws anew below it. It moves the cursor up
/// but erases nothing, so that the ends of longer lines would stay.
/// </summary>
internal sealed class AboveLiveRegion(IRenderable content) : Renderable
{
    private const string EraseBelow = "\u001b[0J";

    /// <inheritdoc />
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        content.Render(options, maxWidth).Prepend(Segment.Control(EraseBelow));
}
