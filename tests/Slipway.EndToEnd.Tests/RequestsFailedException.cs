namespace Slipway.EndToEnd.Tests;

/// <summary>Visitors were turned away.</summary>
internal sealed class RequestsFailedException(string message) : Exception(message);
