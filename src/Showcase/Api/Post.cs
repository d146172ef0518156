namespace Showcase.Api;

/// <summary>A post as the interface shows it. <see cref="AnnouncedAt"/> is null until the worker has told the devices.</summary>
internal sealed record Post(long Id, string Author, string Title, string Body, DateTime CreatedAt, DateTime? AnnouncedAt);
