using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Engine.Validation;

/// <summary>How the host is.</summary>
/// <param name="Stack">The stack that it was looked at for.</param>
/// <param name="File">The stack's definition, as the operator named it.</param>
/// <param name="State">The state folder.</param>
/// <param name="Checks">Everything that was looked at.</param>
public sealed record DoctorOutcome(string Stack, string File, string State, ImmutableArray<HostCheck> Checks)
{
    /// <summary>The failure that the command ends with where a check failed; otherwise null.</summary>
    public SlipwayException? Failure
    {
        get
        {
            var failed = Checks
                .Where(check => check.Status == CheckStatus.Fail)
                .Select(check => check.Name)
                .Distinct(StringComparer.Ordinal)
                .ToImmutableArray();
            return failed.IsEmpty
                ? null
                : new SlipwayException(
                    ExitCode.Failed,
                    new Failure($"the host is not ready for {Stack}: {string.Join(", ", failed)}.")
                    {
                        Do = "see the fixes above, then run Doctor again.",
                        Now = Core.Problems.Failure.NothingChanged,
                    }
                );
        }
    }
}
