namespace Output;

/// <summary>Who reads the output.</summary>
/// <param name="IsTerminal">Somebody at a terminal that can move its cursor and may be coloured.</param>
/// <param name="IsGitHubActions">GitHub Actions, which folds groups and marks warnings.</param>
/// <param name="IsVerbose">Somebody who wants every line of every program.</param>
internal sealed record ReportFacts(bool IsTerminal, bool IsGitHubActions, bool IsVerbose);
