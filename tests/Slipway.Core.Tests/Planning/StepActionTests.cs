using System.Reflection;
using System.Text.Json.Serialization;
using Slipway.Core.Planning;

namespace Slipway.Core.Tests.Planning;

public class StepActionTests
{
    /// <summary>A run that was cut off is finished from its stored plan; a case without a name there could not be stored.</summary>
    [Fact]
    public void Every_case_has_a_name_in_stored_plans()
    {
        var cases = typeof(StepAction).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(StepAction)));
        var stored = typeof(StepAction).GetCustomAttributes<JsonDerivedTypeAttribute>().ToArray();

        Assert.Equal(cases.OrderBy(type => type.Name), stored.Select(attribute => attribute.DerivedType).OrderBy(type => type.Name));
        Assert.All(stored, attribute => Assert.Equal(attribute.DerivedType.Name, attribute.TypeDiscriminator as string, ignoreCase: true));
    }
}
