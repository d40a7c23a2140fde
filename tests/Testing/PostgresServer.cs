using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SoundTime.Testing;

/// <summary>
/// A PostgreSQL server of a test run's own: in a new folder, on a Unix socket, with the settings of production. It stops and its folder goes when it
/// is disposed or this process ends, however it ends.
/// </summary>
/// <remarks>
/// Text sorts by the rules of English where the server can (from version 15), so that a query that forgets to ask for plain order is found out.
/// The user <c>guarded</c>, if a test creates it, needs its password; all others are let in.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Longest that a server takes to start (after being killed, it reads its log), or to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>In memory: making and dropping databases flushes hundreds of files, which takes a second on a disk.</summary>
    private const string FastParent = "/dev/shm";

    /// <summary>A real disk. Not TMPDIR: a folder of root's own above would keep the server's user out, and a socket's path has 107 bytes at most.</summary>
    private const string DiskParent = "/tmp";

    /// <summary>Free memory that <see cref="FastParent"/> must have to be taken.</summary>
    private const long MinFastBytes = 2L << 30;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartAsync(onDisk: false, CancellationToken.None));

    /// <summary>
    /// Runs a server, again for each line of input, until the input ends: by our wish or with our process, as a pipe ends with its writer.
    /// <c>$1</c> is the folder, the rest is how to run a program as the server's user.
    /// </summary>
    private const string Script = """
        folder=$1 bin=$2 provider=$3 owner=$4 memory=$5
        shift 5
        exec >"$folder/server.log" 2>&1
        [ -z "$owner" ] || chown "$owner" "$folder"
        cd "$folder"
        "$@" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 $provider --no-sync </dev/null || exit 1
        printf '%s\n' 'local all guarded scram-sha-256' 'local all all trust' >"$folder/data/pg_hba.conf"
        start() {
          "$@" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" -c fsync=on -c shared_buffers="$memory" \
            -c max_wal_size=128MB -c min_wal_size=32MB -c max_connections=100 -c jit=off </dev/null &
        }
        start "$@" "$bin/postgres"
        while read -r again; do wait; start "$@" "$bin/postgres"; done
        kill -QUIT $!
        wait
        rm -rf "$folder"
        """;

    private readonly string _folder;
    private readonly Process _keeper;
    private readonly SemaphoreSlim _templateGate = new(1);
    private string? _template;
    private int _lastDatabase;

    private PostgresServer(string folder, Process keeper) => (_folder, _keeper) = (folder, keeper);

    /// <summary>The server that the tests of this process share; started when it is first asked for, stopped with the process.</summary>
    public static Task<PostgresServer> Shared => SharedServer.Value;

    /// <summary>Starts a server of the caller's own, such as one to be killed.</summary>
    /// <param name="onDisk">Whether its files lie on a disk, as for measuring; else they lie in memory, if there is enough.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start; the text says which.</exception>
    /// <param name="sharedMemory">Memory for pages, as PostgreSQL writes sizes; small, as a test's data is.</param>
    public static async Task<PostgresServer> StartAsync(bool onDisk, CancellationToken cancellationToken, string sharedMemory = "16MB")
    {
        var installation = PostgresInstallation.Find();
        var parent = !onDisk && Directory.Exists(FastParent) && new DriveInfo(FastParent).AvailableFreeSpace >= MinFastBytes ? FastParent : DiskParent;
        var folder = $"{parent}/soundtime-pg-{Path.GetRandomFileName()}";
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // In a session of its own: what interrupts the tests from the keyboard does not keep it from cleaning up.
        var start = new ProcessStartInfo(
            "setsid", ["sh", "-c", Script, "sh", folder, installation.Folder, installation.SortingOptions, installation.Owner, sharedMemory, .. installation.AsOwner])
        {
            RedirectStandardInput = true,
        };
        var server = new PostgresServer(folder, Process.Start(start)!);
        AppDomain.CurrentDomain.ProcessExit += server.Stop;
        await server.WaitUntilItAnswersAsync(cancellationToken).ConfigureAwait(false);
        return server;
    }

    /// <summary>The address of a database of this server, in the form of <c>DATABASE_URL</c>.</summary>
    public string UrlOf(string database, string user = "postgres") => $"postgres://{user}@/{database}?host={Uri.EscapeDataString(_folder)}";

    /// <summary>Creates an empty database.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="options">Options of CREATE DATABASE.</param>
    public async Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken, string options = "")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _lastDatabase)}");
        await ExecuteAsync("postgres", $"CREATE DATABASE {name} {options}", cancellationToken).ConfigureAwait(false);
        return new TestDatabase(this, name);
    }

    /// <summary>
    /// Creates a database with the program's tables: a copy of one that <paramref name="migrate"/> fills, given its address, at the first call.
    /// </summary>
    public async Task<TestDatabase> CreateDatabaseAsync(Func<string, CancellationToken, Task> migrate, CancellationToken cancellationToken)
    {
        await _templateGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_template is null)
            {
                var template = await CreateDatabaseAsync(cancellationToken).ConfigureAwait(false);
                await migrate(template.Url, cancellationToken).ConfigureAwait(false);
                _template = template.Name;
            }
        }
        finally
        {
            _templateGate.Release();
        }

        return await CreateDatabaseAsync(cancellationToken, $"TEMPLATE {_template}").ConfigureAwait(false);
    }

    /// <summary>Runs SQL in a database, on a connection of its own.</summary>
    public async Task<object?> ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(database, cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Kills all processes of the server at once (SIGKILL) and waits until none is left.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(_folder, "data/postmaster.pid"), cancellationToken).ConfigureAwait(false))[0];
        var children = await File.ReadAllTextAsync($"/proc/{pid}/task/{pid}/children", cancellationToken).ConfigureAwait(false);
        string[] all = [pid, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        foreach (var process in all)
        {
            Kill(process);
        }

        await WaitAsync("The server did not end.", _ => Task.FromResult(!all.Any(IsRunning)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts the server again on what it kept, after <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        await _keeper.StandardInput.WriteLineAsync("again".AsMemory(), cancellationToken).ConfigureAwait(false);
        await _keeper.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
        await WaitUntilItAnswersAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Stop;
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync().WaitAsync(Patience).ConfigureAwait(false);
        _keeper.Dispose();
        _templateGate.Dispose();
    }

    private void Stop(object? sender, EventArgs e)
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit(Patience);
    }

    private async Task<NpgsqlConnection> ConnectAsync(string database, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = _folder, Database = database, Username = "postgres", Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    private Task WaitUntilItAnswersAsync(CancellationToken cancellationToken) => WaitAsync(
        "The PostgreSQL server did not start.",
        async cancellationToken =>
        {
            if (_keeper.HasExited)
            {
                var log = await File.ReadAllTextAsync(Path.Combine(_folder, "server.log"), cancellationToken).ConfigureAwait(false);
                Directory.Delete(_folder, recursive: true);
                throw new InvalidOperationException($"The PostgreSQL server did not start: {log}");
            }

            try
            {
                await (await ConnectAsync("postgres", cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        },
        cancellationToken);

    private static async Task WaitAsync(string problem, Func<CancellationToken, Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await isDone(cancellationToken).ConfigureAwait(false))
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException(problem);
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Kill(string pid)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Whether a process still runs; one that nobody has asked how it ended (a zombie) does not.</summary>
    private static bool IsRunning(string pid)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{pid}/stat");
            return status[(status.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
