namespace Slipway.Core.Validation;

/// <summary>How much a finding weighs. The names in lower case are those of the JSON.</summary>
public enum Severity
{
    /// <summary>Stops a deployment.</summary>
    Error,

    /// <summary>Is told, and stops a deployment with <c>--strict</c> alone.</summary>
    Warning,

    /// <summary>Is told and never stops anything.</summary>
    Info,
}
