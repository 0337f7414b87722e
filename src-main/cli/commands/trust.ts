/** `dagwright trust`: whether the tasks of a workspace may run when the desktop app or the browser mode asks for it. */
import { openWorkspace } from "../../platform/workspace-folder.ts";
import { trustedWorkspaces } from "../../platform/trusted-workspaces.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { countText } from "../words.ts";

export interface TrustOptions {
  readonly untrust?: boolean;
}

export function trustCommand(context: CliContext, folder: string | undefined, options: TrustOptions): ExitCode {
  const workspace = findWorkspace(folder ?? context.workspaceOption);
  const list = trustedWorkspaces();
  const trusted = options.untrust !== true;
  if (trusted) list.add(workspace);
  else list.remove(workspace);
  if (context.json) printJson(context, { workspace, trusted });
  else if (trusted) context.out(`Trusted ${workspace}: the commands in its ${countText(openWorkspace(workspace).listDagFiles().length, "DAG file")} may run with your rights, unsandboxed. Undo with --untrust.`);
  else context.out(`${workspace} is no longer trusted: it can be looked at and edited, and nothing in it runs.`);
  return exitCodes.done;
}
