using System.Globalization;
using Slipway.Core.Commands;
using Slipway.Core.Text;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>No certificate has ended, soon does, or has not begun yet.</summary>
public sealed class CertificateEnds : HostRule
{
    // Authorities' certificates are renewed when a third of their time is left, which is fifteen days at least for all but the shortest.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <inheritdoc />
    public override string Id => "host/certificates";

    /// <inheritdoc />
    public override int Position => 9;

    /// <inheritdoc />
    public override string Reason =>
        "Nobody can reach what is behind a certificate that has ended, and one "
        + "that is not renewed two weeks before its end will not be by itself.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts) =>
        facts.Host.Certificates.Select(certificate =>
            Look(facts, certificate) with
            {
                Place =
                    certificate.File.Length == 0
                        ? Origins.OfDomain(facts, certificate.Environment, certificate.Name)
                        : Origins.OfCertificate(facts, certificate.Environment, certificate.Name),
                Environments = [certificate.Environment],
            }
        );

    private static HostCheck Look(StackFacts facts, CertificateFacts certificate)
    {
        var isServed = certificate.File.Length == 0;
        var name = $"certificate {(isServed ? "of " : "")}{certificate.Name}{(isServed ? "" : $" of {certificate.Environment}")}";
        if (certificate.EndsUtc is not { } ends)
            return new HostCheck(
                name,
                CheckStatus.Unknown,
                isServed ? "the edge serves none for it yet" : $"{certificate.File} cannot be read"
            );

        if (certificate.BeginsUtc is { } begins && begins > facts.Now)
            return new HostCheck(
                name,
                CheckStatus.Warn,
                $"it is not valid before {begins.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC: "
                    + "this host's clock is behind, or was ahead when it was made"
            )
            {
                Fix = "timedatectl shows whether the clock is right; a certificate of a wrong clock is valid from that time on",
            };

        var date = ends.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var hasEnded = ends <= facts.Now;
        // Caddy's own certificates for names of this machine last hours, and are renewed by the hour.
        if (!hasEnded && (ends - facts.Now > Soon || (isServed && DomainFacts.NeedsNoDns(certificate.Name))))
            return new HostCheck(name, CheckStatus.Pass, $"ends on {date}");

        return new HostCheck(
            name,
            hasEnded && !IsReissued(certificate) ? CheckStatus.Fail : CheckStatus.Warn,
            hasEnded ? $"it ended on {date}" : $"it ends on {date}, in {Days(ends - facts.Now)}"
        )
        {
            Fix =
                isServed
                    ? $"docker compose -p {facts.Stack.Edge.Compose.Project} logs --tail 50 {facts.Stack.Edge.Service} shows why Caddy "
                        + "does not renew it"
                : IsAuthority(certificate)
                    ? $"move the folder of {certificate.File} away and deploy: all of its certificates are made anew, with an authority "
                        + "that every device has to be given"
                : hasEnded ? "deploy: the folder's authority issues it anew"
                : $"`rm {ShellText.Quote(certificate.File)}`, and deploy: the folder's authority issues it anew",
        };
    }

    private static string Days(TimeSpan left) =>
        left.TotalDays < 1 ? "less than a day" : Count.Of((int)left.TotalDays, "day");

    // An error would stop the very deployment that puts it right.
    private static bool IsReissued(CertificateFacts certificate) =>
        certificate.File.Length > 0 ? !IsAuthority(certificate) : DomainFacts.NeedsNoDns(certificate.Name);

    private static bool IsAuthority(CertificateFacts certificate) =>
        certificate.File.EndsWith("/ca.crt", StringComparison.Ordinal) || certificate.File.EndsWith("\\ca.crt", StringComparison.Ordinal);
}
