using System.Globalization;

namespace Slipway.Core.Text;

/// <summary>Sizes as people read them.</summary>
public static class Bytes
{
    private const double Thousand = 1000;

    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>For example <c>812 bytes</c>, <c>8.2 MB</c>, <c>431 MB</c>: three digits tell enough.</summary>
    public static string Text(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= Thousand && unit < Units.Length - 1)
        {
            value /= Thousand;
            unit++;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{value.ToString(unit > 0 && value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture)} {Units[unit]}"
        );
    }
}
