/** Entry of the `dagwright` command. */
import { runCli } from "./program.ts";

// A reader that went away (`| head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3));

const code = await runCli(process.argv.slice(2));
// Open handles must not keep a finished command waiting; what was written is let out first.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
