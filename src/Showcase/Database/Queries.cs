using Npgsql;

namespace Showcase.Database;

/// <summary>One statement with positional parameters (<c>$1</c>, <c>$2</c>), read to its end.</summary>
internal static class Queries
{
    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlDataSource database, string sql, object[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = Command(database, sql, values);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    public static async Task<int> ExecuteAsync(this NpgsqlDataSource database, string sql, object[] values, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = Command(database, sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlDataSource database, string sql, object[] values)
    {
        NpgsqlCommand command = database.CreateCommand(sql);
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
