namespace Showcase.Api;

internal sealed record Comment(long Id, string Author, string Body, DateTime CreatedAt);
