using Slipway.Core.Compose;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>A Compose file that was made here, as it lies in a folder of its own.</summary>
public static class ComposeFile
{
    /// <summary>
    /// Writes the file, and before it the values that its secrets and configs take from variables: Compose reads them beside it, so that
    /// whatever starts a container from it, a command by hand too, needs neither an env file nor a variable of the shell.
    /// </summary>
    public static void Write(IFiles files, string path, string text)
    {
        if (ComposeVariables.EnvTextOf(text) is { } values)
            files.WriteText($"{path[..path.LastIndexOf('/')]}/{ComposeVariables.FileName}", values);
        files.WriteText(path, text);
    }
}
