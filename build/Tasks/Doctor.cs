using Cake.Frosting;

[TaskName(nameof(Doctor))]
[TaskDescription("Checks whether this host can run the stack: versions, disk, memory, ports, DNS, certificates, clock.")]
[Under(Headings.SettingUp, 10)]
[Takes(Options.Json, Options.Stack)]
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
