using Cake.Frosting;

[TaskName(nameof(Default))]
[TaskDescription("What runs without a target: Help.")]
[IsDependentOn(typeof(Help))]
public sealed class Default : FrostingTask;
