using Microsoft.Data.Sqlite;

namespace SoundTime.Bench;

/// <summary>Copies the rows of one table: reads some, then inserts them by one prepared statement.</summary>
internal sealed class SqliteTableCopier : IDisposable
{
    private readonly SqliteCommand _select;
    private readonly SqliteDataReader _reader;
    private readonly SqliteCommand _insert;
    private readonly List<object[]> _page = [];

    public SqliteTableCopier(SqliteConnection source, SqliteConnection target, string table, string selectSql)
    {
        _select = source.CreateCommand();
        // The names of tables and columns come from the schema.
#pragma warning disable CA2100
        _select.CommandText = selectSql;
        _reader = _select.ExecuteReader();
        var columns = Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetName).ToList();
        _insert = target.CreateCommand();
        _insert.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))})";
#pragma warning restore CA2100
        columns.ForEach(column => _insert.Parameters.Add(new SqliteParameter { ParameterName = "@" + column }));
        _insert.Prepare();
    }

    /// <summary>Reads the next rows; answers whether there are any.</summary>
    public bool ReadPage(int rows)
    {
        _page.Clear();
        while (_page.Count < rows && _reader.Read())
        {
            var row = new object[_reader.FieldCount];
            _reader.GetValues(row);
            _page.Add(row);
        }

        return _page.Count > 0;
    }

    /// <summary>Inserts what was read.</summary>
    public void InsertPage(SqliteTransaction transaction)
    {
        _insert.Transaction = transaction;
        foreach (var row in _page)
        {
            for (var i = 0; i < row.Length; i++)
            {
                _insert.Parameters[i].Value = row[i];
            }

            _insert.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _reader.Dispose();
        _select.Dispose();
    }
}
