using Slipway.Core.Planning;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Tests.Runs;

public class HandlerBookTests
{
    private static readonly IEnumerable<string> Actions = typeof(StepAction).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(StepAction)) && !type.IsAbstract)
        .Select(type => type.Name)
        .Order(StringComparer.Ordinal);

    [Fact]
    public void Every_action_has_exactly_one_handler_and_every_handler_one_action()
    {
        Assert.NotEmpty(Actions);
        Assert.Equal(Actions, HandlerBook.Handlers.Select(handler => handler.Action.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_handler_has_the_name_of_its_action() =>
        Assert.Equal(Actions.Select(action => action + "Handler"), HandlerBook.Handlers.Select(handler => handler.GetType().Name));
}
