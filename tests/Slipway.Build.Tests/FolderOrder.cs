using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Slipway.Build.Tests;

/// <summary>Which folders of an assembly use which: by signatures and method bodies, and by the usings of the sources, since the compiler inlines constants.</summary>
internal static partial class FolderOrder
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Each use of another folder, as <c>Stack.StackParser uses Validation.Place</c> has it.</summary>
    /// <param name="assembly">The assembly's name, which is the root of its namespaces too.</param>
    public static IEnumerable<Use> Uses(string assembly) =>
        Assembly.Load(assembly).GetTypes()
            .Where(type => FolderOf(type, assembly) is not null)
            .SelectMany(type => Named(type).Distinct()
                .Where(used => FolderOf(used, assembly) is { } folder && folder != FolderOf(type, assembly))
                .Select(used => new Use(FolderOf(type, assembly)!, type.Name, FolderOf(used, assembly)!, used.Name)))
            .Concat(UsingsOf(assembly))
            .Distinct();

    /// <summary>The folders of an assembly's types.</summary>
    public static IEnumerable<string> Folders(string assembly) =>
        Assembly.Load(assembly).GetTypes().Select(type => FolderOf(type, assembly)).OfType<string>().Distinct(StringComparer.Ordinal);

    // The usings of the sources: <c>const</c> members leave no trace in the assembly.
    private static IEnumerable<Use> UsingsOf(string assembly)
    {
        var root = Repository.PathOf("src", assembly);
        foreach (var file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
            if (path.Length < 2 || path[0] is "bin" or "obj") continue;
            foreach (Match match in Using().Matches(File.ReadAllText(file)))
            {
                if (match.Groups["root"].Value == assembly && match.Groups["folder"].Value != path[0])
                    yield return new Use(path[0], Path.GetFileNameWithoutExtension(file), match.Groups["folder"].Value, "its namespace");
            }
        }
    }

    private static string? FolderOf(Type type, string assembly) =>
        type.Namespace is { } name && name.StartsWith(assembly + ".", StringComparison.Ordinal) ? name[(assembly.Length + 1)..].Split('.')[0] : null;

    private static IEnumerable<Type> Named(Type type)
    {
        IEnumerable<Type?> all = type.GetInterfaces().Append(type.BaseType);
        all = all.Concat(type.GetCustomAttributesData().Select(attribute => attribute.AttributeType));
        all = all.Concat(type.GetFields(Declared).Select(field => field.FieldType));
        all = all.Concat(type.GetMethods(Declared).SelectMany(method => Signature(method).Append(method.ReturnType)));
        all = all.Concat(type.GetConstructors(Declared).SelectMany(Signature));
        all = all.Concat(type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).SelectMany(Body));
        return all.OfType<Type>().SelectMany(Parts);
    }

    private static IEnumerable<Type> Signature(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType);

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) yield break;
        foreach (var local in body.LocalVariables) yield return local.LocalType;
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at++] is var first && first == 0xFE ? (short)(0xFE00 | code[at++]) : first;
            var operand = Codes[value].OperandType;
            if (operand is OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok
                && Resolve(method, BitConverter.ToInt32(code, at)) is { } member)
            {
                if (member is Type type) yield return type;
                else if (member.DeclaringType is { } owner) yield return owner;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                {
                    foreach (var argument in generic.GetGenericArguments()) yield return argument;
                }
            }

            at += Length(operand, code, at);
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method is { IsGenericMethod: true } ? method.GetGenericArguments() : null);

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    [GeneratedRegex(@"^using (?:static )?(?<root>Slipway\.\w+)\.(?<folder>\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    /// <summary>A type that uses a type of another folder.</summary>
    internal sealed record Use(string Folder, string Type, string OtherFolder, string Other)
    {
        public override string ToString() => $"{Folder}.{Type} uses {OtherFolder}.{Other}";
    }
}
