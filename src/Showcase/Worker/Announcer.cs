using System.Text.Json;
using Npgsql;
using Showcase.Database;
using Showcase.Mqtt;

namespace Showcase.Worker;

/// <summary>Tells the devices of a new post and remembers in the database that it did.</summary>
internal sealed class Announcer(NpgsqlDataSource database, MqttPublisher mqtt, string environment, string release)
{
    public const string Topic = "makapix/posts";

    /// <summary>Announces the post unless that was done before, or the post is gone.</summary>
    /// <returns>Whether a message was published.</returns>
    public async Task<bool> AnnounceAsync(long postId, CancellationToken cancellation)
    {
        List<byte[]> messages = await database.ListAsync(
            "SELECT p.title, u.handle, p.created_at FROM posts p JOIN users u ON u.id = p.user_id WHERE p.id = $1 AND p.announced_at IS "
            + "NULL",
            [postId],
            row =>
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        Id = postId,
                        Title = row.GetString(0),
                        Author = row.GetString(1),
                        CreatedAt = row.GetDateTime(2),
                        Environment = environment,
                        Release = release,
                    },
                    JsonSerializerOptions.Web
                ),
            cancellation
        );
        if (messages is not [byte[] message])
            return false;

        await mqtt.PublishAsync(Topic, message, cancellation);
        await database.ExecuteAsync("UPDATE posts SET announced_at = now() WHERE id = $1", [postId], cancellation);
        return true;
    }

    /// <summary>Posts whose job never reached the queue, because Redis was down when they were written or lost its data.</summary>
    public Task<List<long>> FindForgottenAsync(CancellationToken cancellation) => database.ListAsync(
        "SELECT id FROM posts WHERE announced_at IS NULL AND created_at < now() - interval '1 minute' ORDER BY created_at LIMIT 20",
        [],
        row => row.GetInt64(0),
        cancellation);
}
