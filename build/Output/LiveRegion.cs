using Spectre.Console;
using Spectre.Console.Rendering;

namespace Output;

/// <summary>Keeps something at the bottom of the terminal and draws it again and again; what is printed meanwhile goes above it.</summary>
internal sealed class LiveRegion : IDisposable
{
    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task display;

    public LiveRegion(IAnsiConsole console, IRenderable content, TimeSpan tick)
    {
        var isShown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        display = Task.Run(() => console.Live(content).AutoClear(true).StartAsync(async context =>
        {
            context.Refresh();
            isShown.SetResult();
            while (!end.Task.IsCompleted)
            {
                await Task.WhenAny(end.Task, Task.Delay(tick));
                if (!end.Task.IsCompleted) context.Refresh();
            }
        }));
        // Whichever comes first: a display that cannot start says so at the end.
        Task.WaitAny(isShown.Task, display);
    }

    /// <summary>Takes it away.</summary>
    public void Dispose()
    {
        end.TrySetResult();
        display.GetAwaiter().GetResult();
    }
}
