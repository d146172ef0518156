using Slipway.Core.Health;

namespace Slipway.Core.Tests.Health;

public class MetricSampleTests
{
    [Fact]
    public void Samples_are_read_with_their_labels_and_other_lines_are_passed_over()
    {
        var samples = MetricSample.Parse("""
            # HELP requests How many, as in requests{host="none"} 1.
            # TYPE requests counter
            requests{host="a.test",path="say \"hi\", \\n{}\n"} 12
            requests{} 3
            requests{host="b.test",} 1.5e+03 1395066363000
            requests{le="+Inf"} +Inf
            requests 4
            requests_total{host="a.test"} 5
            requests{host="a.test"} many
            requests{host="a.test
            requests{host=a.test} 6
            requests{host="a.test"}
            """, ["requests"]);

        Assert.Equal(
            ["requests host=a.test path=say \"hi\", \\n{}\n 12", "requests  3", "requests host=b.test 1500", "requests le=+Inf ∞"],
            samples.Select(sample => FormattableString.Invariant($"{sample.Name} {string.Join(' ', sample.Labels.OrderBy(label => label.Key).Select(label => $"{label.Key}={label.Value}"))} {sample.Value}")).Select(text => text.Replace("Infinity", "∞", StringComparison.Ordinal)));
    }
}
