namespace Output;

/// <summary>An empty value where somebody wants something to dispose of.</summary>
internal sealed class Disposable : IDisposable
{
    public static readonly Disposable Empty = new();

    public void Dispose()
    {
    }
}
