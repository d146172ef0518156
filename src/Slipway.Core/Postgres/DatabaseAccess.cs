namespace Slipway.Core.Postgres;

/// <summary>What to do about a database that cannot be asked.</summary>
public static class DatabaseAccess
{
    /// <summary>The advice, without a full stop.</summary>
    /// <param name="service">The service that runs the server.</param>
    public static string Hint(string service) =>
        $"let the owner that stack.yaml names in from inside of {service}'s container: PGPASSWORD, and PGHOST or PGPORT where they are not "
        + $"the server's own, in {service}'s environment";
}
