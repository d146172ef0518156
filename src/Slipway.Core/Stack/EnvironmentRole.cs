namespace Slipway.Core.Stack;

/// <summary>What an environment is for. Targets that name no environment serve the one of a role.</summary>
public enum EnvironmentRole
{
    /// <summary>Of the environments that are not production: the one that is called <c>dev</c>, or else the only one.</summary>
    Development,

    /// <summary>The environment that the definition marks as production, or that is called <c>prod</c> where it says nothing.</summary>
    Production,
}
