using System.Text.Json;

namespace Showcase.Jobs;

/// <summary>Work for the worker, as it stands in the queue: <c>{"type":"post-announced","postId":1}</c>.</summary>
internal sealed record Job(string Type, long PostId)
{
    public const string PostAnnounced = "post-announced";

    /// <summary>The job, or null when the text is none that this release knows.</summary>
    public static Job? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Job>(text, JsonSerializerOptions.Web) is { Type: PostAnnounced, PostId: > 0 } job
                ? job
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
