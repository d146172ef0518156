using Showcase.Jobs;
using Showcase.Redis;

namespace Showcase.Api;

/// <summary>Sessions, users, posts and comments. Reading is open; writing needs a session.</summary>
internal static class ContentEndpoints
{
    private const int Listed = 20;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/session", OpenSessionAsync);

        api.MapGet("/users", async (Store store, CancellationToken cancellation, int limit = Listed) =>
            Rules.Check(Rules.Limit(limit)) is { } problems
                ? Results.ValidationProblem(problems)
                : Results.Ok(await store.ListUsersAsync(limit, cancellation))
        );
        api.MapPost("/users", AddUserAsync).AddEndpointFilter<RequireSession>();

        api.MapGet("/posts", async (Store store, CancellationToken cancellation, int limit = Listed) =>
            Rules.Check(Rules.Limit(limit)) is { } problems
                ? Results.ValidationProblem(problems)
                : Results.Ok(await store.ListPostsAsync(limit, cancellation))
        );
        api.MapPost("/posts", AddPostAsync).AddEndpointFilter<RequireSession>();

        api.MapGet("/posts/{id:long}/comments", ListCommentsAsync);
        api.MapPost("/posts/{id:long}/comments", AddCommentAsync).AddEndpointFilter<RequireSession>();
    }

    /// <summary>
    /// A token for a handle, which is made if nobody had it. There is no password: an application with people in it asks for a proof here.
    /// </summary>
    private static async Task<IResult> OpenSessionAsync(NewSession input, Store store, SessionTokens tokens, CancellationToken cancellation)
    {
        if (Rules.Check(Rules.Handle(input.Handle)) is { } problems)
            return Results.ValidationProblem(problems);

        User user = await store.FindOrAddUserAsync(input.Handle!, cancellation);
        return Results.Ok(new { Token = tokens.Sign(user.Handle), ExpiresInSeconds = (int)SessionTokens.Lifetime.TotalSeconds });
    }

    private static async Task<IResult> AddUserAsync(NewUser input, Store store, CancellationToken cancellation)
    {
        if (Rules.Check(Rules.Handle(input.Handle), Rules.Email(input.Email)) is { } problems)
            return Results.ValidationProblem(problems);

        return await store.AddUserAsync(input.Handle!, input.Email, cancellation) is { } user
            ? Results.Created((string?)null, user)
            : Results.Problem($"The handle '{input.Handle}' is taken.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> AddPostAsync(
        NewPost input,
        Store store,
        JobQueue queue,
        HttpContext http,
        ILoggerFactory logging,
        CancellationToken cancellation
    )
    {
        if (Rules.Check(Rules.Length("title", input.Title, 1, 200), Rules.Length("body", input.Body, 0, 10_000)) is { } problems)
            return Results.ValidationProblem(problems);

        Post? post = await store.AddPostAsync(RequireSession.Handle(http), input.Title!, input.Body ?? "", cancellation);
        if (post is null)
            return AuthorIsGone();

        try
        {
            // Not cancelled with the request: the row is there, so its job has to follow.
            await queue.AddAsync(new Job(Job.PostAnnounced, post.Id), CancellationToken.None);
        }
        catch (RedisException error)
        {
            // The post is written and must not be written again; the worker looks for posts without a job.
            logging.CreateLogger("posts").LogWarning("Post {PostId} has no job yet: {Problem}", post.Id, error.Message);
        }

        return Results.Created((string?)null, post);
    }

    private static async Task<IResult> ListCommentsAsync(long id, Store store, CancellationToken cancellation, int limit = Listed)
    {
        if (Rules.Check(Rules.Limit(limit)) is { } problems)
            return Results.ValidationProblem(problems);

        return await store.PostExistsAsync(id, cancellation)
            ? Results.Ok(await store.ListCommentsAsync(id, limit, cancellation))
            : NoPost(id);
    }

    private static async Task<IResult> AddCommentAsync(
        long id,
        NewComment input,
        Store store,
        HttpContext http,
        CancellationToken cancellation
    )
    {
        if (Rules.Check(Rules.Length("body", input.Body, 1, 2000)) is { } problems)
            return Results.ValidationProblem(problems);
        if (!await store.PostExistsAsync(id, cancellation))
            return NoPost(id);

        return await store.AddCommentAsync(id, RequireSession.Handle(http), input.Body!, cancellation) is { } comment
            ? Results.Created((string?)null, comment)
            : AuthorIsGone();
    }

    private static IResult NoPost(long id) => Results.Problem($"There is no post {id}.", statusCode: StatusCodes.Status404NotFound);

    private static IResult AuthorIsGone() =>
        Results.Problem(
            "The user of this session does not exist any more. Open a new session.",
            statusCode: StatusCodes.Status401Unauthorized
        );

    private sealed record NewSession(string? Handle);

    private sealed record NewUser(string? Handle, string? Email);

    private sealed record NewPost(string? Title, string? Body);

    private sealed record NewComment(string? Body);
}
