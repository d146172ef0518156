using Slipway.Adapters.Files;

namespace Slipway.Adapters.Locks;

/// <summary>Tells one start of this host from another.</summary>
internal static class BootId
{
    /// <summary>The kernel's id of this start; empty on systems that have none, where host and process alone tell.</summary>
    public static string Read()
    {
        if (!OperatingSystem.IsLinux()) return "";
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            return "";
        }
    }
}
