using System.Runtime.Versioning;

// The programs that stand in for the world are a POSIX shell's, and modes of files are Unix's.
[assembly: UnsupportedOSPlatform("windows")]
