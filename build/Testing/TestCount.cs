using System.Globalization;
using System.Xml.Linq;

namespace Testing;

/// <summary>How many tests did what.</summary>
internal sealed record TestCount(int Passed, int Failed, int Skipped)
{
    /// <summary>The plain line that scripts look for.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}");

    /// <summary>The sum of two counts.</summary>
    public static TestCount operator +(TestCount left, TestCount right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Reads a .trx file, as the test host writes it. A test that neither passed nor was skipped counts as failed.</summary>
    public static TestCount Read(string file)
    {
        var counters = XDocument.Load(file).Descendants().First(element => element.Name.LocalName == "Counters");
        var (total, passed, executed) = (Number("total"), Number("passed"), Number("executed"));
        return new TestCount(passed, executed - passed, total - executed);

        int Number(string name) => int.Parse(counters.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }
}
