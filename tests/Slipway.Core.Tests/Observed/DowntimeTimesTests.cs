using System.Collections.Immutable;
using Slipway.Core.Observed;

namespace Slipway.Core.Tests.Observed;

public class DowntimeTimesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 14, 0, 0, TimeSpan.Zero);

    // At which second, which container, what happened; then how long the service was down, or nothing.
    public static TheoryData<string, string> Stories => new()
    {
        { "0 old kill 15; 1 old die; 2 new start; 3.5 new health_status: healthy", "3.5" },
        { "0 old kill 15; 1 old die; 2 new start", "2.0" }, // no health check
        { "0 old die; 2 new start; 2.31 new health_status: healthy", "2.4" }, // ended by itself; rounded up
        { "0 old kill 15; 10 old kill 9; 10.1 old die; 11 new start", "11.0" }, // the whole grace period
        { "0 old kill 1; 5 old kill 15; 6 old die; 7 new start", "2.0" }, // SIGHUP: it read its configuration
        { "0 old kill 15; 1 old die; 2 new start; 3 new health_status: unhealthy; 4 new health_status: healthy", "4.0" },
        { "0 old kill 15; 1 old die; 2 new start; 3 new die; 4 new start; 5 new health_status: healthy", "5.0" }, // a first start that failed
        { "0 a kill 15; 1 a die; 1 b kill 15; 2 b die; 3 c start; 4 c health_status: healthy; 9 d health_status: healthy", "4.0" }, // two instances
        { "0 old kill 15; 1 old die; 2 new start; 3 new health_status: unhealthy", "" },
        { "0 old kill 15; 1 old die", "" }, // removed for good
        { "0 new start; 1 new health_status: healthy", "" }, // there was none
        { "0 old health_status: healthy", "" }, // left alone
        { "0 old kill 1", "" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_service_is_down_from_the_stop_to_the_first_good_health_check(string story, string expected)
    {
        var events = story.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Event).Reverse();

        Assert.Equal(expected, string.Join(", ", DowntimeTimes.Of(events).Values.Select(seconds => seconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void What_an_engine_printed_while_two_services_were_replaced_and_one_was_tried_is_read()
    {
        var events = ContainerEvent.Parse(RepositoryFiles.Read("tests/Slipway.Core.Tests/Observed/container-events.jsonl"));

        Assert.Equal(11, events.Length);
        Assert.Equal(3, events.Count(@event => @event.IsOneOff));
        Assert.Equal(ImmutableSortedDictionary<string, double>.Empty.Add("plain", 0.9).Add("web", 1.7).AsEnumerable(), DowntimeTimes.Of(events));
    }

    [Fact]
    public void A_candidate_beside_the_service_does_not_count()
    {
        var events = "0 old kill 15; 1 old die; 2 new start".Split("; ").Select(Event).Select(@event => @event with { IsOneOff = true });

        Assert.Empty(DowntimeTimes.Of(events));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Error response from daemon")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"Action":"die","Actor":{"ID":"1f","Attributes":{"name":"of no project"}},"timeNano":1795271655511386087}""")]
    [InlineData("""{"Action":"die","Actor":{"ID":"1f","Attributes":{"com.docker.compose.service":"web"}},"timeNano":"soon"}""")]
    public void A_line_that_is_no_event_of_a_service_is_passed_over(string line) => Assert.Empty(ContainerEvent.Parse(line));

    private static ContainerEvent Event(string text)
    {
        var words = text.Split(' ', 3);
        var isKill = words[2].StartsWith("kill ", StringComparison.Ordinal);
        return new ContainerEvent(words[1], "web", isKill ? "kill" : words[2], Start.AddSeconds(double.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture)), isKill ? words[2][5..] : "", false);
    }
}
