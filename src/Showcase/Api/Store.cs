using Npgsql;
using Showcase.Database;

namespace Showcase.Api;

/// <summary>Users, posts and comments in PostgreSQL.</summary>
internal sealed class Store(NpgsqlDataSource database)
{
    public Task<List<User>> ListUsersAsync(int limit, CancellationToken cancellation) => database.ListAsync(
        "SELECT id, handle, created_at FROM users ORDER BY created_at DESC, id DESC LIMIT $1", [limit], ReadUser, cancellation);

    /// <summary>The new user, or null when the handle is taken.</summary>
    public async Task<User?> AddUserAsync(string handle, string? email, CancellationToken cancellation) =>
        (await database.ListAsync(
            "INSERT INTO users (handle, email) VALUES ($1, $2) ON CONFLICT (handle) DO NOTHING RETURNING id, handle, created_at",
            [handle, (object?)email ?? DBNull.Value], ReadUser, cancellation)).SingleOrDefault();

    /// <summary>The user with that handle, made if there was none.</summary>
    public async Task<User> FindOrAddUserAsync(string handle, CancellationToken cancellation) =>
        await FindUserAsync(handle, cancellation)
        ?? await AddUserAsync(handle, null, cancellation)
        // Someone else made it between the two.
        ?? (await FindUserAsync(handle, cancellation))!;

    public Task<List<Post>> ListPostsAsync(int limit, CancellationToken cancellation) =>
        database.ListAsync(
            """
            SELECT p.id, u.handle, p.title, p.body, p.created_at, p.announced_at
            FROM posts p JOIN users u ON u.id = p.user_id
            ORDER BY p.created_at DESC, p.id DESC LIMIT $1
            """,
            [limit],
            row => new Post(
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetDateTime(4),
                row.IsDBNull(5) ? null : row.GetDateTime(5)
            ),
            cancellation
        );

    /// <summary>The new post, or null when its author is gone.</summary>
    public async Task<Post?> AddPostAsync(string author, string title, string body, CancellationToken cancellation) =>
        (await database.ListAsync(
            "INSERT INTO posts (user_id, title, body) SELECT id, $2, $3 FROM users WHERE handle = $1 RETURNING id, created_at",
            [author, title, body],
            row => new Post(row.GetInt64(0), author, title, body, row.GetDateTime(1), null),
            cancellation)).SingleOrDefault();

    public async Task<bool> PostExistsAsync(long postId, CancellationToken cancellation) =>
        (await database.ListAsync("SELECT id FROM posts WHERE id = $1", [postId], row => row.GetInt64(0), cancellation)).Count > 0;

    public Task<List<Comment>> ListCommentsAsync(long postId, int limit, CancellationToken cancellation) => database.ListAsync(
        """
        SELECT c.id, u.handle, c.body, c.created_at
        FROM comments c JOIN users u ON u.id = c.user_id
        WHERE c.post_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT $2
        """,
        [postId, limit],
        row => new Comment(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetDateTime(3)),
        cancellation);

    /// <summary>The new comment, or null when the post or its author is gone.</summary>
    public async Task<Comment?> AddCommentAsync(long postId, string author, string body, CancellationToken cancellation) =>
        (
            await database.ListAsync(
                "INSERT INTO comments (post_id, user_id, body) SELECT p.id, u.id, $3 FROM posts p, "
                + "users u WHERE p.id = $1 AND u.handle = $2 RETURNING id, created_at",
                [postId, author, body],
                row => new Comment(row.GetInt64(0), author, body, row.GetDateTime(1)),
                cancellation
            )
        ).SingleOrDefault();

    private async Task<User?> FindUserAsync(string handle, CancellationToken cancellation) =>
        (
            await database.ListAsync("SELECT id, handle, created_at FROM users WHERE handle = $1", [handle], ReadUser, cancellation)
        ).SingleOrDefault();

    private static User ReadUser(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetDateTime(2));
}
