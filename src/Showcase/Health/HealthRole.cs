using System.Globalization;
using Showcase.Hosting;

namespace Showcase.Health;

/// <summary><c>health &lt;url&gt;</c>: what a container's health check runs, since the runtime image has no curl.</summary>
internal static class HealthRole
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>0 when healthy.</summary>
    /// <exception cref="StopException">Exit code 1 with one line that says why.</exception>
    public static async Task<int> RunAsync(string target)
    {
        string? problem = target.StartsWith("file:", StringComparison.Ordinal)
            ? CheckFile(target["file:".Length..])
            : await CheckUrlAsync(target);
        return problem is null ? 0 : throw new StopException(1, problem);
    }

    private static async Task<string?> CheckUrlAsync(string target)
    {
        if (!Uri.TryCreate(target, UriKind.Absolute, out Uri? url))
            throw new StopException(
                2,
                $"'{target}' is not a valid address. Give one as http://127.0.0.1:8080/health, or file:/tmp/worker.alive?maxAgeSeconds=30."
            );

        using SocketsHttpHandler handler = new() { UseProxy = false, AllowAutoRedirect = false };
        using HttpClient client = new(handler) { Timeout = Patience };
        try
        {
            using HttpResponseMessage response = await client.GetAsync(url);
            if (response.IsSuccessStatusCode)
                return null;

            string body = (await response.Content.ReadAsStringAsync()).ReplaceLineEndings(" ");
            return $"{target} answered {(int)response.StatusCode}: {(body.Length > 300 ? body[..300] : body)}";
        }
        catch (OperationCanceledException)
        {
            return $"{target} did not answer within {Patience.TotalSeconds:0} s.";
        }
        catch (HttpRequestException error)
        {
            return $"{target} cannot be reached: {error.Message}";
        }
    }

    private static string? CheckFile(string target)
    {
        const string Option = "?maxAgeSeconds=";
        int mark = target.IndexOf(Option, StringComparison.Ordinal);
        if (
            mark < 0
            || !int.TryParse(target[(mark + Option.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out int maxAgeSeconds)
        )
            throw new StopException(2, $"'file:{target}' needs {Option}<seconds> at its end.");

        FileInfo file = new(target[..mark]);
        if (!file.Exists)
            return $"{file.FullName} does not exist: nothing reported itself alive yet.";

        double ageSeconds = (TimeProvider.System.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc).TotalSeconds;
        return ageSeconds <= maxAgeSeconds
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{file.FullName} was last written {ageSeconds:0} s ago, more than {maxAgeSeconds} s."
            );
    }
}
