namespace Output;

/// <summary>What is disposed of where there is nothing to end.</summary>
internal sealed class Nothing : IDisposable
{
    public static readonly Nothing Instance = new();

    public void Dispose()
    {
    }
}
