using System.Collections.Immutable;
using GitHub;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Engine.Planning;
using Testing;

namespace Slipway.Build.Tests.GitHub;

public sealed class JobSummaryTests
{
    private const string Secret = "correct-horse-battery";

    private static readonly JobLinks Links = new("https://github.com", "owner/shop", "0123456789abcdef", "42");

    private static readonly Core.Planning.Plan Plan = new()
    {
        Stack = "shop",
        Intent = new Intent(IntentKind.Deploy, Named.Dev),
        Release = ReleaseId.TryParse("2026-11-20.2", out var id) ? id : null,
        Fingerprint = "",
        Notes = ["the database stays as it is", "! the maintenance window is overruled: Mon 20:00-23:00"],
        Cost = new PlanCost
        {
            Services =
            [
                new ServiceCost { Name = "api", Effect = ServiceEffect.ReplaceBeside, Reason = "its source changed" },
                new ServiceCost { Name = "cache", Effect = ServiceEffect.Keep, Reason = "nothing changed" },
                new ServiceCost { Name = "worker", Effect = ServiceEffect.ReplaceInPlace, Reason = "keys a|b changed", Downtime = DowntimeForecast.None with { Seconds = 2.4 } },
            ],
        },
        Steps =
        [
            new Step("build-images", Phase.BuildImages, "Build api, worker", "their source changed", Action),
            new Step("start-services", Phase.Up, "Start worker_1", "it changed", Action) { DowntimeSeconds = 2.4 },
        ],
    };

    private static StepAction Action => new RunCommands(ImmutableArray.Create(Command.Of("true")));

    [Fact]
    public void A_plan_says_what_would_happen_and_what_it_costs() => Assert.Equal("""
        ### Plan of DeployDev

        2 steps for shop dev, release 2026-11-20.2. Predicted downtime: about 2.4 s.

        | service | change | downtime | why |
        | --- | --- | --- | --- |
        | `api` | rolling replacement | none | its source changed |
        | `worker` | replaced in place | about 2.4 s | keys a\|b changed |

        - **the maintenance window is overruled: Mon 20:00-23:00**

        <details><summary>2 steps</summary>

        1. `build-images`: Build api, worker
        1. `start-services`: Start worker\_1

        </details>

        [commit 0123456789](https://github.com/owner/shop/commit/0123456789abcdef) · [log of this run](https://github.com/owner/shop/actions/runs/42)
        """, JobSummary.OfPlan(Plan, Links));

    [Fact]
    public void A_plan_without_steps_says_that_there_is_nothing_to_do() => Assert.Equal("""
        ### Plan of DeployDev

        Nothing to do for shop dev, release 2026-11-20.2.
        """, JobSummary.OfPlan(Plan with { Steps = [], Cost = PlanCost.None, Notes = [] }, new JobLinks("", "", "", "")));

    [Fact]
    public void A_run_says_what_happened_and_what_visitors_noticed_and_no_password()
    {
        var outcome = new RunOutcome(Plan with { Notes = [] }, "https://dev.shop.test:8443", new AccessDefinition("developer", Secret), true, "/srv/shop/.env.dev")
        {
            Traffic =
            [
                new TrafficFigures { Environment = Named.Prod, Requests = 640, LongestGapMs = 1250, Sockets = 2, DroppedSockets = 1 },
                new TrafficFigures { Environment = Named.Dev, Requests = 412, FailedRequests = 3 },
            ],
        };

        var text = JobSummary.OfRun(outcome, new JobLinks("https://github.com", "owner/shop", "", "42"));

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Equal("""
            ### DeployDev: done

            2 steps run for shop dev, release 2026-11-20.2.

            Address: [https://dev.shop.test:8443](https://dev.shop.test:8443/)

            | traffic | requests | failed | longest gap | sockets dropped | p99 before | p99 during |
            | --- | --- | --- | --- | --- | --- | --- |
            | prod | 640 | 0 | 1.3 s | 1 of 2 |  |  |
            | dev | 412 | 3 | 0.0 s | 0 of 0 |  |  |

            | service | change | downtime | why |
            | --- | --- | --- | --- |
            | `api` | rolling replacement | none | its source changed |
            | `worker` | replaced in place | about 2.4 s | keys a\|b changed |

            <details><summary>2 steps</summary>

            1. `build-images`: Build api, worker
            1. `start-services`: Start worker\_1

            </details>

            [log of this run](https://github.com/owner/shop/actions/runs/42)
            """, text);
    }

    [Fact]
    public void A_failure_says_what_failed_and_where_the_system_stands() => Assert.Equal("""
        ### DeployProd: failed

        **step start-services failed: \`docker compose up\` ended with exit code 1.**

        - Why: api did not become healthy.
        - Do: look at its log.
        - Now: prod serves release 2026-11-20.1 again.

        Traffic: prod 640 requests, 0 failed

        <details><summary>Last lines of api</summary>

        ````text
        boom
        ```
        ````

        </details>

        [log of this run](https://github.com/owner/shop/actions/runs/42)
        """, JobSummary.OfFailure("DeployProd", new Failure("step start-services failed: `docker compose up` ended with exit code 1.")
        {
            Why = "api did not become healthy.",
            Do = "look at its log.",
            Now = "prod serves release 2026-11-20.1 again.",
            Evidence = ["boom", "```"],
            EvidenceOf = "api",
            Measured = "Traffic: prod 640 requests, 0 failed",
        }, new JobLinks("https://github.com", "owner/shop", "", "42")));

    [Fact]
    public void Problems_of_the_configuration_keep_their_lines() => Assert.Equal("""
        ### Plan: failed

        ```text
        2 problems were found:
            stack.yaml:3 a: b
        ```
        """, JobSummary.OfFailure("Plan", new Failure("2 problems were found:\n    stack.yaml:3 a: b"), new JobLinks("", "", "", "")));

    [Fact]
    public void Tests_are_counted() => Assert.Equal("### Tests\n\n7 passed, 1 failed, 2 skipped", JobSummary.OfTests(new TestCount(7, 1, 2), new JobLinks("", "", "", "")));

    [Fact]
    public void Findings_stand_in_a_table_that_has_an_end()
    {
        var finding = new Finding { Rule = "isolation/published-port", Severity = Severity.Error, Message = "port 8883 is published twice", Fix = "", Place = new SourcePosition(".env.dev", 73, "MQTT_PUBLIC_PORT") };

        Assert.Equal($"""
            ### Validate

            1 error, 0 warnings

            | severity | place | rule | finding |
            | --- | --- | --- | --- |
            | error | `{finding.Place}` | `isolation/published-port` | port 8883 is published twice |
            """.ReplaceLineEndings("\n"), JobSummary.OfFindings(new Verdict { Findings = [finding] }, new JobLinks("", "", "", "")));
        Assert.EndsWith("\n\nand 1 more", JobSummary.OfFindings(new Verdict { Findings = [.. Enumerable.Repeat(finding, 51)] }, new JobLinks("", "", "", "")), StringComparison.Ordinal);
        Assert.Equal("### Validate\n\nNo rule is broken.", JobSummary.OfFindings(new Verdict { Findings = [] }, new JobLinks("", "", "", "")));
    }
}
