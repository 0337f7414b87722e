/** Entry of the `dagwright` command. */
import { runCli } from "./program.ts";

const code = await runCli(process.argv.slice(2));
// Open handles must not keep a finished command waiting; what was written is let out first.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
