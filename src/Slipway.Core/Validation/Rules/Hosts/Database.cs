using Slipway.Core.Postgres;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>Databases that run let their owner in.</summary>
public sealed class Database : HostRule
{
    /// <inheritdoc />
    public override string Id => "host/database";

    /// <inheritdoc />
    public override int Position => 11;

    /// <inheritdoc />
    public override string Reason =>
        "A release begins with a backup, and a database that cannot be asked cannot be backed up.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts) =>
        from asked in facts.Host.Databases
        let name = $"database {asked.Name} of {asked.Environment}"
        select asked.Error is null
            ? new HostCheck(name, CheckStatus.Pass, "it lets its owner in")
            : new HostCheck(name, CheckStatus.Fail, $"{asked.Service} answers: {asked.Error}")
            {
                Fix = DatabaseAccess.Hint(asked.Service),
                Place = facts.PlaceOf("environments", asked.Environment.ToString(), "database"),
                Environments = [asked.Environment],
            };
}
