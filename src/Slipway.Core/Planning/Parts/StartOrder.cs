using System.Collections.Immutable;
using Slipway.Core.Compose;

namespace Slipway.Core.Planning.Parts;

/// <summary>The order in which services are started: what a service depends on comes before it.</summary>
internal static class StartOrder
{
    /// <summary>The services that fulfil a condition, with those that live in the containers of one of them: they go together.</summary>
    public static ImmutableArray<RolloutService> WithGuests(
        Rollout rollout,
        ImmutableArray<RolloutService> services,
        Func<RolloutService, bool> condition
    )
    {
        ImmutableArray<string> chosen = [.. services.Where(condition).Select(service => service.Name)];
        var guests = Dependencies.Reach(chosen, GuestsOf);
        return [.. services.Where(service => chosen.Contains(service.Name) || guests.Contains(service.Name))];

        IEnumerable<string> GuestsOf(string host) =>
            services
                .Select(service => service.Name)
                .Where(name => rollout.Context.Desired.Compose.Find(name)?.LivesWith.Contains(host) == true);
    }

    /// <summary>
    /// Groups of services, one after the other: jobs are groups of their own, since they have to end before what follows, and Compose
    /// orders what stands in one group.
    /// </summary>
    public static IEnumerable<ImmutableArray<RolloutService>> Groups(Rollout rollout, ImmutableArray<RolloutService> services)
    {
        var left = services;
        while (!left.IsEmpty)
        {
            var group = Ready(rollout, left, isJob: false);
            if (group.IsEmpty) group = Ready(rollout, left, isJob: true);
            // A circle: Compose refuses it before this.
            if (group.IsEmpty) group = left;
            left = left.RemoveRange(group);
            yield return group;
        }
    }

    /// <summary>Those of one kind that wait for nothing but each other, in the order in which they were found to be ready.</summary>
    private static ImmutableArray<RolloutService> Ready(Rollout rollout, ImmutableArray<RolloutService> left, bool isJob)
    {
        var ready = ImmutableArray.CreateBuilder<RolloutService>();
        for (var before = -1; before < ready.Count; )
        {
            before = ready.Count;
            ready.AddRange(left.Where(service =>
                !ready.Contains(service)
                && rollout.IsJob(service.Name) == isJob
                && rollout.NeedsOf(service.Name).All(need => Has(ready, need) || !Has(left, need))
            ).ToList());
        }

        return isJob ? ready.ToImmutable() : [.. left.Where(ready.Contains)];

        static bool Has(IEnumerable<RolloutService> services, string name) => services.Any(service => service.Name == name);
    }
}
