using System.Collections.Immutable;

namespace Slipway.Core.Commands;

/// <summary>
/// Instructions for running a program: a value that is printed in a plan and run by the executor. Arguments are a list, never a
/// shell string. Nothing in it is secret: secrets travel in files or on standard input.
/// </summary>
/// <param name="Program">The program's name, looked up on PATH.</param>
/// <param name="Arguments">The arguments, each as the program receives it.</param>
public sealed record Command(string Program, ImmutableArray<string> Arguments)
{
    /// <summary>Environment variables that the program gets besides the few it inherits.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A command of a program and its arguments.</summary>
    public static Command Of(string program, params IEnumerable<string> arguments) => new(program, [.. arguments]);

    /// <summary>A copy with one more environment variable.</summary>
    public Command With(string variable, string value) => this with { Variables = Variables.SetItem(variable, value) };

    /// <summary>The command as a line that can be pasted into a POSIX shell.</summary>
    public override string ToString() =>
        string.Join(' ', Variables.Select(pair => $"{pair.Key}={ShellText.Quote(pair.Value)}")
            .Append(ShellText.Quote(Program))
            .Concat(Arguments.Select(ShellText.Quote)));

    /// <summary>Compares by value, arguments and variables included.</summary>
    public bool Equals(Command? other) =>
        other is not null
        && Program == other.Program
        && Arguments.SequenceEqual(other.Arguments)
        && Variables.SequenceEqual(other.Variables);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Program, Arguments.Length, Arguments.LastOrDefault());
}
