using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Showcase.Web;

/// <summary>Fills <c>index.html</c>. Every value is encoded here, so that no post can bring markup of its own.</summary>
internal sealed partial class Page(WebSettings settings)
{
    private static readonly string Template = Load();

    /// <param name="apiRelease">The API's release, or null when it does not answer.</param>
    /// <param name="posts">Newest first.</param>
    /// <param name="note">A sentence for the reader above everything else, or null.</param>
    public string Render(string? apiRelease, IReadOnlyList<ApiPost> posts, string? note)
    {
        Dictionary<string, string> values = new()
        {
            ["environment"] = Encode(settings.EnvironmentName),
            ["release"] = Encode(settings.Release),
            ["api-release"] = Encode(apiRelease ?? "does not answer"),
            ["public-api"] = Encode(settings.PublicApiBaseUrl),
            ["note"] = note is null ? "" : $"""<p class="note" role="status">{Encode(note)}</p>""",
            ["posts"] = posts.Count == 0 ? "<p>None to show.</p>" : string.Join("\n  ", posts.Select(RenderPost)),
        };
        // In one pass: a post with the text {{release}} stays a text.
        return Placeholder().Replace(Template, match => values[match.Groups["name"].Value]);
    }

    private static string RenderPost(ApiPost post) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<article><h3>{Encode(post.Title)}</h3><p>{Encode(post.Body)}</p><small>{Encode(post.Author)}, "
            + $"{post.CreatedAt:yyyy-MM-dd HH:mm} UTC{(post.AnnouncedAt is null ? "" : ", announced")}</small></article>"
        );

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Load()
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream("Web/index.html")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("{{(?<name>[a-z-]+)}}")]
    private static partial Regex Placeholder();
}
