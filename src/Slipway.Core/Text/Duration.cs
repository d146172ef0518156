using System.Globalization;

namespace Slipway.Core.Text;

/// <summary>Durations as people read them: seconds with at most one decimal, and milliseconds where seconds would say nothing.</summary>
public static class Duration
{
    /// <summary>For example <c>0.6 s</c>, <c>4 s</c>, <c>120 s</c>.</summary>
    public static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    /// <summary>The same of something that is predicted: <c>about 4 s</c>.</summary>
    public static string About(double seconds) => $"about {Text(TimeSpan.FromSeconds(seconds))}";

    /// <summary>For what takes less than a second as a rule, such as an answer: <c>250 ms</c>.</summary>
    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
