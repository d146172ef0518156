using Microsoft.AspNetCore.Mvc;
using Showcase.Vault;

namespace Showcase.Api;

/// <summary>Takes a file into the vault and says where it is served.</summary>
internal static class VaultEndpoint
{
    private const int MaxBytes = 50 * 1024 * 1024;

    public static void Map(RouteGroupBuilder api) => api.MapPut("/vault/{name}", WriteAsync)
        .AddEndpointFilter<RequireSession>()
        .WithMetadata(new RequestSizeLimitAttribute(MaxBytes));

    private static async Task<IResult> WriteAsync(
        string name,
        HttpRequest request,
        VaultFolder vault,
        ApiSettings settings,
        CancellationToken cancellation
    )
    {
        if (!VaultFolder.IsValidName(name))
        {
            return Results.ValidationProblem(new Dictionary<string, string[]>
            {
                ["name"] = ["1 to 100 lower-case letters, digits, dots, dashes or underscores, beginning with a letter or digit"],
            });
        }

        await vault.WriteAsync(name, request.Body, cancellation);
        string url = $"{settings.VaultBaseUrl}/{name}";
        return Results.Created(url, new { Url = url });
    }
}
