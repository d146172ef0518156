using System.Net.Http.Headers;
using System.Text.Json;

namespace Showcase.Web;

/// <summary>The API as the page uses it.</summary>
internal sealed class ApiClient(HttpClient http)
{
    /// <exception cref="HttpRequestException">The API cannot be reached or answered with an error.</exception>
    public async Task<string> GetReleaseAsync(CancellationToken cancellation) =>
        (await http.GetFromJsonAsync<ApiVersion>("api/version", cancellation))?.Release ?? "unknown";

    /// <exception cref="HttpRequestException">The API cannot be reached or answered with an error.</exception>
    public async Task<IReadOnlyList<ApiPost>> ListPostsAsync(CancellationToken cancellation) =>
        await http.GetFromJsonAsync<List<ApiPost>>("api/posts", cancellation) ?? [];

    /// <summary>Null when the post was written, else what the API found wrong with it.</summary>
    /// <exception cref="HttpRequestException">The API cannot be reached or failed.</exception>
    public async Task<string?> AddPostAsync(string handle, string title, string body, CancellationToken cancellation)
    {
        using HttpResponseMessage session = await http.PostAsJsonAsync("api/session", new { handle }, cancellation);
        if (await ProblemOfAsync(session, cancellation) is { } noSession)
            return noSession;

        using HttpRequestMessage request = new(HttpMethod.Post, "api/posts") { Content = JsonContent.Create(new { title, body }) };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await session.Content.ReadFromJsonAsync<Session>(cancellation))?.Token
        );
        using HttpResponseMessage response = await http.SendAsync(request, cancellation);
        return await ProblemOfAsync(response, cancellation);
    }

    private static async Task<string?> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if ((int)response.StatusCode is < 400 or >= 500)
        {
            response.EnsureSuccessStatusCode();
            return null;
        }

        Problem? problem = await response.Content.ReadFromJsonAsync<Problem>(JsonSerializerOptions.Web, cancellation);
        return problem?.Errors is { Count: > 0 } errors
            ? string.Join("; ", errors.Select(error => $"{error.Key}: {string.Join(", ", error.Value)}"))
            : problem?.Detail ?? problem?.Title ?? "The API refused the post.";
    }

    private sealed record ApiVersion(string Release);

    private sealed record Session(string Token);

    private sealed record Problem(string? Title, string? Detail, Dictionary<string, string[]>? Errors);
}
