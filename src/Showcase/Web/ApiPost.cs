namespace Showcase.Web;

/// <summary>What the page shows of a post of the API.</summary>
internal sealed record ApiPost(string Author, string Title, string Body, DateTime CreatedAt, DateTime? AnnouncedAt);
