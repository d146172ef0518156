using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Stack;
using Slipway.Core.Text;

namespace Slipway.Core.Validation;

/// <summary>
/// Something that has to hold for both environments of a stack. A rule is pure, has a file of its own, and is found by
/// <see cref="RuleBook"/> because it derives from this class.
/// </summary>
public abstract class Rule
{
    /// <summary>The stable id, <c>family/name</c>; suppressions and reports refer to it.</summary>
    public abstract string Id { get; }

    /// <summary>How much a breach weighs, unless the finding says otherwise.</summary>
    public virtual Severity Severity => Severity.Error;

    /// <summary>Why the rule is there: what goes wrong otherwise. One sentence.</summary>
    public abstract string Reason { get; }

    /// <summary>Whether only <c>VerifyIsolation</c> finds its breaches, on the running host.</summary>
    public virtual bool IsLive => false;

    /// <summary>The breaches. Nothing for a rule whose breach shows when the files are read already, and is a problem there.</summary>
    public virtual IEnumerable<Finding> Check(StackFacts facts) => [];

    /// <summary>A breach of this rule.</summary>
    /// <param name="place">Where it was written.</param>
    /// <param name="message">What is wrong, one sentence without a full stop, nothing secret.</param>
    /// <param name="fix">What puts it right.</param>
    /// <param name="environments">The environments that it is about; none for all.</param>
    protected Finding Found(SourcePosition place, string message, string fix, params ImmutableArray<EnvironmentName> environments) => new()
    {
        Rule = Id,
        Severity = Severity,
        Message = message,
        Fix = fix,
        Place = place,
        Environments = environments,
    };

    /// <summary>
    /// Services that break a rule each by itself, put together by the place where that was written: what a common file says of
    /// two environments, or an anchor of three services, is one mistake.
    /// </summary>
    /// <param name="facts">The stack.</param>
    /// <param name="broken">Where a service breaks the rule; nothing where it does not.</param>
    protected static IEnumerable<(SourcePosition Place, string Services, ImmutableArray<EnvironmentName> Environments)> InEachService(
        StackFacts facts,
        Func<EnvironmentFacts, ComposeService, SourcePosition?> broken
    ) =>
        facts
            .Environments.SelectMany(environment =>
                environment.Services.Select(service => (Environment: environment, Service: service, Place: broken(environment, service)))
            )
            .Where(found => found.Place is not null)
            .GroupBy(found => (found.Place!.File, found.Place.Line))
            .Select(group => (
                group.First().Place!,
                $"{Listed(group.Select(found => found.Service.Name))} of {Listed(group.Select(found => found.Environment.Name))}",
                group.Select(found => found.Environment.Name).Distinct().ToImmutableArray()));

    /// <summary>Words as a sentence has them: <c>a, b and c</c>, each once.</summary>
    protected static string Listed(IEnumerable<string> words) => WordList.And(words.Distinct(StringComparer.Ordinal));

    /// <summary>The same of environments.</summary>
    protected static string Listed(IEnumerable<EnvironmentName> names) => Listed(names.Select(name => name.ToString()));
}
