using System.CommandLine;
using ModelGate.Gate.Promotion;
using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Commands;

internal static class VerifyCommand
{
    public static Command Create(ToolContext context)
    {
        var checkpoint = new Argument<string>("CHECKPOINT") { Description = "A model directory, hf:OWNER/NAME@REVISION, or demo." };
        var record = new Option<string>("--record")
        {
            HelpName = "FILE", Description = "The statement that promote wrote, or a run.json.", Required = true,
        };
        Option<string?> policy = RecordFile.Policy();
        var candidate = new Option<string?>("--candidate")
        {
            HelpName = "C", Description = "Of a run.json. Default: the one whose files these are.",
        };
        var command = new Command("verify", "Are these the bytes that passed? Exit 1 if a byte or a file differs.")
        {
            checkpoint, record, policy, candidate,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            (byte[] bytes, string shown) = RecordFile.Read(context, parsed.GetValue(record)!, "--record");
            (string, string)? wanted = RecordFile.HashOfPolicy(context, parsed.GetValue(policy));
            var workspace = new Workspace(context);
            string name = parsed.GetValue(checkpoint)!, directory = context.FullPath(name);
            if (!Directory.Exists(directory)) directory = await workspace.FindModelAsync(name, "CHECKPOINT", cancel);
            Verification verification = RecordFile.RefuseEdited(() => Verification.Of(
                new Verification.Request(directory, name, bytes, shown, parsed.GetValue(candidate), wanted), workspace.Progress, cancel));
            if (verification.Problems.Count > 0) throw new RefusedException(verification.Problems);

            context.Console.Output.WriteLine(
                $"{name} holds the bytes of '{verification.Candidate}', which passed (policy {verification.PolicySha256[..12]}, "
                + $"tool {verification.ToolVersion}).");
            context.Console.Output.WriteLine(
                "The record is not signed: where it was attested, 'gh attestation verify' says who made it.");
            return ExitCodes.Passed;
        });
        return command;
    }
}
