using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Showcase.Hosting;

namespace Showcase.Web;

/// <summary><c>web</c>: one page that shows environment, releases and posts, and adds a post.</summary>
internal static class WebRole
{
    private const string ApiIsDown = "The API does not answer at the moment. The posts are safe; please try again in a minute.";
    private static readonly TimeSpan ApiPatience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync()
    {
        WebSettings settings = WebSettings.Read();
        WebApplicationBuilder builder = WebHost.CreateBuilder();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<Page>();
        builder.Services.AddSingleton(_ => new ApiClient(new HttpClient(
            // Renewed now and then, so that a new release behind the same name is found.
            new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(30) })
        {
            BaseAddress = new Uri(settings.ApiUrl + "/"),
            Timeout = ApiPatience,
        }));

        await using WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapGet("/health", () => Results.Ok(
                new
                {
                    Status = "ok",
                    settings.Release,
                    Environment = settings.EnvironmentName,
                }
            ));
        app.MapGet("/", (ApiClient api, Page page, ILoggerFactory logging, CancellationToken cancellation) =>
            ShowAsync(api, page, logging, null, cancellation)
        );
        app.MapPost("/posts", AddPostAsync);
        app.Logger.LogInformation("Release {Release} of {Environment} starts.", settings.Release, settings.EnvironmentName);
        await app.RunAsync();
        return 0;
    }

    private static async Task<IResult> ShowAsync(
        ApiClient api,
        Page page,
        ILoggerFactory logging,
        string? note,
        CancellationToken cancellation
    )
    {
        try
        {
            string release = await api.GetReleaseAsync(cancellation);
            return Html(page.Render(release, await api.ListPostsAsync(cancellation), note));
        }
        catch (Exception error) when (IsApiFailure(error, cancellation))
        {
            Log(logging, error);
            return Html(page.Render(null, [], note ?? ApiIsDown));
        }
    }

    private static async Task<IResult> AddPostAsync(
        HttpRequest request,
        ApiClient api,
        Page page,
        ILoggerFactory logging,
        CancellationToken cancellation
    )
    {
        if (!request.HasFormContentType)
            return Results.Problem(
                "Send the fields handle, title and body as a form.",
                statusCode: StatusCodes.Status415UnsupportedMediaType
            );

        IFormCollection form = await request.ReadFormAsync(cancellation);
        string? problem;
        try
        {
            problem = await api.AddPostAsync(form["handle"].ToString(), form["title"].ToString(), form["body"].ToString(), cancellation);
        }
        catch (Exception error) when (IsApiFailure(error, cancellation))
        {
            Log(logging, error);
            problem = ApiIsDown;
        }

        if (problem is not null)
            return await ShowAsync(api, page, logging, $"The post was not written. {problem}", cancellation);

        // After a redirect a reload of the page does not post again.
        request.HttpContext.Response.Headers.Location = "/";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static bool IsApiFailure(Exception error, CancellationToken cancellation) =>
        error is HttpRequestException or JsonException || (error is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static void Log(ILoggerFactory logging, Exception error) =>
        logging.CreateLogger("api").LogWarning("The API failed: {Problem}", error.Message);

    private static IResult Html(string html) => Results.Content(html, MediaTypeNames.Text.Html, Encoding.UTF8);
}
