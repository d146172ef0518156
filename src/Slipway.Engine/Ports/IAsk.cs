namespace Slipway.Engine.Ports;

/// <summary>Asks the operator.</summary>
public interface IAsk
{
    /// <summary>
    /// Asks a question that is answered with yes or no; what is neither counts as no. Where everything was answered with yes beforehand,
    /// nothing is asked.
    /// </summary>
    /// <param name="question">The question, one or more lines; nothing secret.</param>
    /// <returns>The answer; null where nobody is there to give one.</returns>
    bool? Confirm(string question);
}
