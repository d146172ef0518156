namespace Slipway.Core.Tests.Stack;

/// <summary>Files of the repository that the tests of the definition read, and approve.</summary>
internal static class CaseFiles
{
    /// <summary>Set to 1, it makes a test write the file that it would compare with.</summary>
    public const string ApproveVariable = "SLIPWAY_APPROVE";

    private static readonly string Root = FindRoot();

    /// <summary>The cases' names, without the extension.</summary>
    public static IEnumerable<string> Stacks =>
        Directory.EnumerateFiles(Path.Combine(Root, "tests", "cases", "stack"), "*.yaml")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);

    /// <summary>The text of a case.</summary>
    public static string Stack(string name) => Read($"tests/cases/stack/{name}.yaml");

    /// <summary>The text of a file of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Compares with an approved file, or writes it where that is asked for.</summary>
    public static void Approve(string path, string actual)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(file, actual);
            return;
        }

        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(
            expected == actual,
            $"{path} is not what the code gives. If the new text is right, run the test with {ApproveVariable}=1 and read the difference before you commit it.\n--- approved\n{expected}\n--- actual\n{actual}");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Slipway.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Slipway.slnx above the test assembly.");
        return folder;
    }
}
