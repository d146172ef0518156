using System.Globalization;
using Showcase.Hosting;

namespace Showcase.Settings;

/// <summary>
/// Reads a role's settings from environment variables and reports every missing or wrong one at once, by name and never by value.
/// </summary>
internal sealed class EnvironmentReader
{
    private readonly List<string> _missing = [];
    private readonly List<string> _wrong = [];

    private EnvironmentReader()
    {
    }

    /// <summary>The settings that <paramref name="make"/> reads.</summary>
    /// <exception cref="StopException">Exit code 2, with all names that are missing or wrong.</exception>
    public static T Read<T>(string role, Func<EnvironmentReader, T> make)
    {
        EnvironmentReader reader = new();
        T settings = make(reader);
        if (reader._missing.Count == 0 && reader._wrong.Count == 0)
            return settings;

        List<string> lines = [$"The role '{role}' cannot start."];
        if (reader._missing.Count > 0)
            lines.Add($"  Not set: {string.Join(", ", reader._missing)}");
        lines.AddRange(reader._wrong.Select(problem => $"  Wrong: {problem}"));
        lines.Add("  Set these environment variables of the container and start it again.");
        throw new StopException(2, string.Join(Environment.NewLine, lines));
    }

    public string Text(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        if (!string.IsNullOrWhiteSpace(value))
            return value;

        _missing.Add(name);
        return "";
    }

    public Secret Secret(string name, int minimumLength = 1)
    {
        string value = Text(name);
        if (value.Length > 0 && value.Length < minimumLength)
            _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name} has to have at least {minimumLength} characters"));
        return new Secret(value);
    }

    public int Port(string name)
    {
        string value = Text(name);
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535)
            return port;

        if (value.Length > 0)
            _wrong.Add($"{name} has to be a port number from 1 to 65535");
        return 0;
    }

    /// <summary>An absolute http or https address, without a slash at its end.</summary>
    public string Url(string name)
    {
        string value = Text(name);
        if (value.Length > 0 && !(Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"))
            _wrong.Add($"{name} has to be an http or https address");
        return value.TrimEnd('/');
    }
}
