namespace GitHub;

/// <summary>Where a job of GitHub Actions belongs.</summary>
/// <param name="Server">The address of GitHub.</param>
/// <param name="Repository">Owner and name.</param>
/// <param name="Sha">The commit that was pushed.</param>
/// <param name="RunId">The run of the workflow.</param>
internal sealed record JobLinks(string Server, string Repository, string Sha, string RunId)
{
    private const int ShortSha = 10;

    /// <summary>A line of links; empty where nothing is known.</summary>
    public string Line => string.Join(" · ", Links());

    private IEnumerable<string> Links()
    {
        if (Server.Length == 0 || Repository.Length == 0) yield break;
        var sha = Sha[..Math.Min(ShortSha, Sha.Length)];
        if (Sha.Length > 0) yield return Markdown.Link($"commit {sha}", $"{Server}/{Repository}/commit/{Sha}");
        if (RunId.Length > 0) yield return Markdown.Link("log of this run", $"{Server}/{Repository}/actions/runs/{RunId}");
    }
}
