namespace Showcase.Api;

/// <summary>Lets a request through only with a valid session token, and keeps its handle for the endpoint.</summary>
internal sealed class RequireSession(SessionTokens tokens) : IEndpointFilter
{
    // Behind an edge with basic auth the header Authorization is taken, so a second one may carry the token.
    private const string SecondHeader = "X-Session-Token";
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        string authorization = http.Request.Headers.Authorization.ToString();
        string token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : http.Request.Headers[SecondHeader].ToString();
        if (tokens.Check(token) is not { } handle)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.Problem(
                "Get a token with POST /api/session and send it as 'Authorization: Bearer <token>'.",
                statusCode: StatusCodes.Status401Unauthorized
            );
        }

        http.Items[typeof(RequireSession)] = handle;
        return await next(context);
    }

    /// <summary>The handle of the session. Only for endpoints behind this filter.</summary>
    public static string Handle(HttpContext http) => (string)http.Items[typeof(RequireSession)]!;
}
