using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace Slipway.Bench.Traffic;

/// <summary>What is done to the host while the load goes on.</summary>
internal enum Work
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>Production is deployed or rolled back.</summary>
    Prod,

    /// <summary>Development is deployed.</summary>
    Dev,
}

/// <summary>
/// Constant load on production: GETs and POSTs with bodies on connections that are kept, requests that take ten seconds, and open
/// WebSockets. Each visitor has one connection, and one request under way at a time.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Getting = 12;
    private const int Posting = 4;
    private const int Waiting = 5;
    private const int Sockets = 50;

    private static readonly TimeSpan GetPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan PostPause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock turn = new();
    private readonly string url;
    private readonly SocketsHttpHandler handler;
    private readonly List<float> before = [];
    private readonly List<float> during = [];
    private readonly ConcurrentQueue<string> posted = [];
    private readonly ConcurrentQueue<string> failures = [];
    private readonly List<Task> visitors = [];
    private long requests;
    private long failed;
    private double longestGapMs;
    private int droppedByDev;
    private int endedByProd;
    private int opened;

    private Load(string url, int port)
    {
        this.url = url;
        handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            // The edge signs names under .localhost itself.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (sender, _, _, _) => ((SslStream)sender).TargetHostName.EndsWith(".localhost", StringComparison.Ordinal) },
        };
    }

    /// <summary>Begins the titles of the posts that are made.</summary>
    public string Prefix { get; } = $"load-{Guid.NewGuid():N}-";

    /// <summary>What is done now.</summary>
    public Work Work { get; set; }

    /// <summary>The first failures, in words.</summary>
    public IEnumerable<string> Failures => failures.Take(20);

    /// <summary>How many requests ended so far.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Starts the load, and waits until all WebSockets are open.</summary>
    public static async Task<Load> StartAsync(string url, int port)
    {
        var load = new Load(url, port);
        using var client = load.Client();
        var session = await (await client.PostAsJsonAsync(new Uri($"{url}/api/session"), new { Handle = "bench" })).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var token = session.GetProperty("token").GetString()!;
        load.visitors.AddRange(Enumerable.Range(0, Getting).Select(number => Task.Run(() => load.GetAsync(number % 3 == 0 ? "/api/posts?limit=5" : "/api/live", GetPause, seeksGap: true))));
        load.visitors.AddRange(Enumerable.Range(0, Posting).Select(number => Task.Run(() => load.PostAsync(number, token))));
        load.visitors.AddRange(Enumerable.Range(0, Waiting).Select(_ => Task.Run(() => load.GetAsync("/api/slow?seconds=10", TimeSpan.Zero, seeksGap: false))));
        load.visitors.AddRange(Enumerable.Range(0, Sockets).Select(_ => Task.Run(load.HoldAsync)));
        while (Volatile.Read(ref load.opened) < Sockets) await Task.Delay(100);
        return load;
    }

    /// <summary>Ends the load, lets what is under way come to its end, and adds up.</summary>
    /// <param name="titlesAsync">The titles in the database that begin with a text.</param>
    /// <param name="elapsed">How long the deployments took.</param>
    public async Task<LoadFigures> EndAsync(Func<string, Task<string[]>> titlesAsync, TimeSpan elapsed)
    {
        await stop.CancelAsync();
        await Task.WhenAll(visitors);
        var titles = (await titlesAsync(Prefix)).GroupBy(title => title, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return new LoadFigures(requests, failed, longestGapMs, posted.Count, posted.Count(title => !titles.ContainsKey(title)), titles.Values.Count(count => count > 1), droppedByDev, endedByProd, P99(before), P99(during), elapsed);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(visitors);
        handler.Dispose();
        stop.Dispose();
    }

    private HttpClient Client() => new(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(60) };

    private async Task GetAsync(string path, TimeSpan pause, bool seeksGap)
    {
        using var client = Client();
        var address = new Uri(url + path);
        var lastGood = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var isGood = await AskAsync(() => client.GetAsync(address), path, HttpStatusCode.OK, isTimed: seeksGap);
            if (isGood && seeksGap)
            {
                lock (turn) longestGapMs = Math.Max(longestGapMs, Stopwatch.GetElapsedTime(lastGood).TotalMilliseconds - pause.TotalMilliseconds);
                lastGood = Stopwatch.GetTimestamp();
            }

            if (pause > TimeSpan.Zero || !isGood) await Task.Delay(isGood ? pause : GetPause);
        }
    }

    private async Task PostAsync(int visitor, string token)
    {
        using var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var address = new Uri(url + "/api/posts");
        var body = new string('x', 2000);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var title = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{visitor}-{number}");
            if (await AskAsync(() => client.PostAsJsonAsync(address, new { title, body }), "POST /api/posts", HttpStatusCode.Created, isTimed: true)) posted.Enqueue(title);
            await Task.Delay(PostPause);
        }
    }

    private async Task<bool> AskAsync(Func<Task<HttpResponseMessage>> ask, string what, HttpStatusCode expected, bool isTimed)
    {
        var began = Stopwatch.GetTimestamp();
        string? problem;
        try
        {
            using var response = await ask();
            await response.Content.CopyToAsync(Stream.Null);
            problem = response.StatusCode == expected ? null : string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            problem = error.GetBaseException().Message;
        }

        Interlocked.Increment(ref requests);
        if (problem is not null)
        {
            Interlocked.Increment(ref failed);
            failures.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} during {Work}: {what}: {problem}");
        }
        else if (isTimed)
        {
            lock (turn) (Work == Work.None ? before : during).Add((float)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return problem is null;
    }

    private async Task HoldAsync()
    {
        var address = new Uri(url.Replace("https://", "wss://", StringComparison.Ordinal) + "/api/ws");
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var isFirst = true;
        while (!stop.IsCancellationRequested)
        {
            if (await HoldOnceAsync(address, invoker, isFirst)) isFirst = false;
            await Task.Delay(200, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> HoldOnceAsync(Uri address, HttpMessageInvoker invoker, bool isFirst)
    {
        using var socket = new ClientWebSocket();
        var isOpen = false;
        try
        {
            await socket.ConnectAsync(address, invoker, stop.Token);
            isOpen = true;
            if (isFirst) Interlocked.Increment(ref opened);
            var buffer = new byte[64];
            while (true)
            {
                await socket.SendAsync("are you there?"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, stop.Token);
                if ((await socket.ReceiveAsync(buffer, stop.Token)).MessageType == WebSocketMessageType.Close) break;
                // The end has to show when it comes, and not with the next message.
                var receive = socket.ReceiveAsync(buffer, stop.Token);
                if (await Task.WhenAny(receive, Task.Delay(TimeSpan.FromDays(1), stop.Token)) != receive || (await receive).MessageType == WebSocketMessageType.Close) break;
            }
        }
        catch (Exception error) when (error is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            // It ended, or could not be opened; the latter is tried again.
        }

        if (isOpen && !stop.IsCancellationRequested)
        {
            if (Work == Work.Dev) Interlocked.Increment(ref droppedByDev);
            else Interlocked.Increment(ref endedByProd);
        }

        return isOpen;
    }

    private static double P99(List<float> times) => times.Count == 0 ? 0 : times.Order().ElementAt((int)(0.99 * (times.Count - 1)));
}
