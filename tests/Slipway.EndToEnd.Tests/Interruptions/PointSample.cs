using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>
/// Which points of the matrix a run tries: each takes minutes of processor time in all, so that a run takes a part of them by chance, and
/// those that went wrong on this machine last. The seed brings the same ones back.
/// </summary>
internal sealed class PointSample
{
    /// <summary>Of each hundred.</summary>
    private const int Share = 20;

    private static readonly string Failed = Path.Combine(Path.GetTempPath(), "slipway-interruptions.failed");

    private readonly bool isWhole;
    private readonly string? only;
    private readonly int seed;
    private int taken;
    private int all;

    private PointSample(bool isWhole, string? only, int seed)
    {
        this.isWhole = isWhole;
        this.only = only;
        this.seed = seed;
    }

    /// <summary>
    /// As the environment says: <c>SLIPWAY_TEST_ALL</c> for all of them (<c>./build.sh --target=Test --all</c>), <c>SLIPWAY_TEST_SEED</c>
    /// for the sample of an earlier run, and, while a mistake is looked for, <c>SLIPWAY_CUT_POINTS</c>: a regular expression such as
    /// <c>prod, inside .*, Aborted</c>.
    /// </summary>
    public static PointSample OfSettings() => new(
        Environment.GetEnvironmentVariable("SLIPWAY_TEST_ALL") is { Length: > 0 },
        Environment.GetEnvironmentVariable("SLIPWAY_CUT_POINTS"),
        int.TryParse(Environment.GetEnvironmentVariable("SLIPWAY_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : RandomNumberGenerator.GetInt32(1, 100_000)
    );

    /// <summary>The points to try, in their order.</summary>
    public ImmutableArray<(CutPoint Point, int Number)> Of(ImmutableArray<(CutPoint Point, int Number)> points)
    {
        all = points.Length;
        string[] failedLast = File.Exists(Failed) ? File.ReadAllLines(Failed) : [];
        ImmutableArray<(CutPoint, int)> chosen =
        [
            .. points.Where(point =>
            {
                var name = point.Point.ToString();
                return only is not null ? Regex.IsMatch(name, only) : isWhole || IsDrawn(name) || failedLast.Contains(name);
            }),
        ];
        taken = chosen.Length;
        return chosen;
    }

    /// <summary>Keeps the points that went wrong for the next run.</summary>
    public static void Remember(IEnumerable<CutPoint> failed) => File.WriteAllLines(Failed, failed.Select(point => point.ToString()));

    // By the point's name: one more point draws no other ones.
    private bool IsDrawn(string name) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {name}"))) % 100 < Share;

    /// <inheritdoc />
    public override string ToString() =>
        $"{taken} of {all} points were tried"
        + (isWhole || only is not null ? "" : $"; again the same ones: SLIPWAY_TEST_SEED={seed}; all: ./build.sh --target=Test --all");
}
