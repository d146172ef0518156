using System.Collections;
using System.Reflection;

namespace Slipway.Core.Tests.Secrets;

/// <summary>The records of ours that can be reached from an object, each as its printed form.</summary>
internal static class PrintedRecords
{
    /// <summary>The records by their types, the object itself included.</summary>
    public static ILookup<Type, string> Of(params object[] roots)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>(roots);
        while (open.TryPop(out var one))
        {
            if (!seen.Add(one)) continue;
            foreach (var part in PartsOf(one)) open.Push(part);
        }

        return seen.Where(one => IsRecord(one.GetType())).ToLookup(one => one.GetType(), one => one.ToString()!);
    }

    /// <summary>The records of an assembly that have a secret of their own.</summary>
    public static IEnumerable<Type> WithSecrets(Assembly assembly) => assembly.GetTypes()
        .Where(type => IsRecord(type) && Properties(type).Any(property => property.PropertyType == typeof(Core.Secrets.Secret)));

    private static bool IsRecord(Type type) => IsOurs(type) && type.GetMethod("<Clone>$") is not null;

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("Slipway.", StringComparison.Ordinal);

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    private static IEnumerable<object> PartsOf(object one) => one switch
    {
        string => [],
        IEnumerable many => many.Cast<object?>().OfType<object>().SelectMany(part => part is DictionaryEntry entry ? [entry.Key, entry.Value!] : new[] { part }),
        _ when one.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) =>
            Properties(type).Select(property => property.GetValue(one)).OfType<object>(),
        // Classes are no values: one of them gives a new one of itself whenever it is asked.
        _ when IsRecord(one.GetType()) => Properties(one.GetType()).Select(property => property.GetValue(one)).OfType<object>(),
        _ => [],
    };
}
