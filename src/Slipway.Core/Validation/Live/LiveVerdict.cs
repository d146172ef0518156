using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Text;
using Slipway.Core.Validation.Rules.Isolation;

namespace Slipway.Core.Validation.Live;

/// <summary>What the proof on the running host gave.</summary>
/// <param name="Verdict">The findings, and what is shared on purpose.</param>
/// <param name="Probes">What was asked, an entry for each environment that runs.</param>
/// <param name="NotRunning">The environments that do not run.</param>
public sealed record LiveVerdict(Verdict Verdict, ImmutableArray<ReachList> Probes, ImmutableArray<EnvironmentName> NotRunning)
{
    /// <summary>How many questions were asked.</summary>
    public int Questions => Probes.Sum(probe => probe.Questions);

    /// <summary>What a probe in this environment's networks reached and should not.</summary>
    public IEnumerable<Finding> ReachedFrom(EnvironmentName environment) => Of(LiveReach.RuleId, environment, Verdict.Findings);

    /// <summary>What a probe in this environment's networks reached, and may: it is shared on purpose, or accepted.</summary>
    public IEnumerable<Finding> AllowedFrom(EnvironmentName environment) =>
        Of(LiveReach.RuleId, environment, Verdict.Declared.Concat(Verdict.Accepted).Select(allowed => allowed.Finding));

    /// <summary>What a probe in this environment's networks did not reach and should, accepted or not.</summary>
    public IEnumerable<Finding> MissedFrom(EnvironmentName environment) =>
        Of(LiveShared.RuleId, environment, Verdict.Findings.Concat(Verdict.Accepted.Select(accepted => accepted.Finding)));

    /// <summary>Refuses where there is a finding.</summary>
    /// <exception cref="SlipwayException">There is one.</exception>
    public void Require()
    {
        if (Verdict.Findings.IsEmpty)
            return;
        throw new SlipwayException(
            ExitCode.Refused,
            new Failure($"VerifyIsolation found {Count.Of(Verdict.Findings.Length, "error")}.")
            {
                Do = "put right what stands above, then run VerifyIsolation again.",
                Now = Failure.NothingChanged,
            }
        );
    }

    // The first environment of a finding is where the probe was.
    private static IEnumerable<Finding> Of(string rule, EnvironmentName environment, IEnumerable<Finding> findings) =>
        findings.Where(finding => finding.Rule == rule && finding.Environments[0] == environment);
}
