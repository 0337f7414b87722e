/** `dagwright init`: a workspace from a bundled sample, trusted because it is ours. */
import { initWorkspace, listSamples } from "../../platform/init-workspace.ts";
import { findPlaces } from "../../platform/places.ts";
import { trustedWorkspaces } from "../../platform/trusted-workspaces.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { countText, tableText } from "../words.ts";

export interface InitOptions {
  readonly sample?: string;
  readonly merge?: boolean;
  readonly list?: boolean;
}

export function initCommand(context: CliContext, folder: string, options: InitOptions): ExitCode {
  const { examples } = findPlaces();
  const { sample, merge } = options;
  const result = initWorkspace({ folder, examples, ...(sample === undefined ? {} : { sample }), ...(merge === undefined ? {} : { merge }) });
  // A merged folder holds files of others too; those are for the person to look at first.
  const isTrusted = result.kept.length === 0;
  if (isTrusted) trustedWorkspaces().add(result.folder);
  if (context.json) {
    printJson(context, { workspace: result.folder, sample: result.sample, written: result.written, kept: result.kept, trusted: isTrusted });
    return exitCodes.done;
  }
  context.out(`Made a workspace from the sample "${result.sample}" in ${result.folder}: ${countText(result.written.length, "file")}.`);
  if (!isTrusted) context.note(`${countText(result.kept.length, "file")} stayed as before, so the workspace is not trusted yet; look at it, then "dagwright trust ${folder}".`);
  context.note(`Next: cd ${folder} && dagwright validate && dagwright serve --open`);
  return exitCodes.done;
}

export function listSamplesCommand(context: CliContext): ExitCode {
  const samples = listSamples(findPlaces().examples);
  if (context.json) printJson(context, { samples });
  else for (const line of tableText(samples.map(({ name, title }) => [name, context.paint.dim(title)]))) context.out(line);
  return exitCodes.done;
}
