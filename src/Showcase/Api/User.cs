namespace Showcase.Api;

internal sealed record User(long Id, string Handle, DateTime CreatedAt);
