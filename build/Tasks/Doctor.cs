using Cake.Frosting;

/// <summary>Looks at whether this host can run the stack.</summary>
[TaskName(nameof(Doctor))]
[TaskDescription("Looks at whether this host can run the stack: versions, disk, memory, ports, DNS, certificates, clock.")]
public sealed class Doctor : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var outcome = await context.UseCases.Doctor.RunAsync(cancellation);
        context.WriteJson(Output.DoctorText.Json(outcome));
        context.Say(Output.DoctorText.Of(outcome));
        if (outcome.Failure is { } failure) throw failure;
    });
}
