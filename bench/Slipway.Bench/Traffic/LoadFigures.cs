namespace Slipway.Bench.Traffic;

/// <summary>What one way to deploy cost those who visited production.</summary>
/// <param name="Requests">The requests that ended.</param>
/// <param name="Failed">Those that got no good answer.</param>
/// <param name="LongestGapMs">The longest time that one visitor who asks again and again went without a good answer, beyond the pace.</param>
/// <param name="Posts">The posts that were confirmed.</param>
/// <param name="Lost">Those of them that are not in the database.</param>
/// <param name="Doubled">Posts that are in the database more than once.</param>
/// <param name="DroppedByDev">WebSockets that ended during a deployment of development.</param>
/// <param name="EndedByProd">WebSockets that ended during a deployment of production, or a rollback.</param>
/// <param name="P99BeforeMs">The latency that 99 of 100 requests did not exceed before the first deployment.</param>
/// <param name="P99DuringMs">The same during the deployments.</param>
/// <param name="Elapsed">How long the deployments took together.</param>
internal sealed record LoadFigures(long Requests, long Failed, double LongestGapMs, int Posts, int Lost, int Doubled, int DroppedByDev, int EndedByProd, double P99BeforeMs, double P99DuringMs, TimeSpan Elapsed);
