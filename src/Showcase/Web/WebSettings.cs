using Showcase.Settings;

namespace Showcase.Web;

/// <summary>
/// The page asks the API at its internal address; the public one is for the browser and was fixed when the image was built.
/// </summary>
internal sealed record WebSettings(string EnvironmentName, string Release, string ApiUrl, string PublicApiBaseUrl)
{
    public static WebSettings Read() => EnvironmentReader.Read("web", environment => new WebSettings(
        environment.Text("ENVIRONMENT"),
        environment.Text("RELEASE"),
        environment.Url("API_URL"),
        environment.Url("PUBLIC_API_BASE_URL")));
}
