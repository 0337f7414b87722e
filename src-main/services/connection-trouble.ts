/** Why a connection that is named somewhere cannot be used, as the workspace file says it now; null when it can. Pure. */
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { embeddedConnection } from "../../shared/model/workspace-config.ts";
import type { WorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";

export interface ConnectionTrouble {
  readonly code: "dag/unknown-connection" | "dag/broken-connection";
  /** A sentence whose first words, the connection's name, are left to who says it. */
  readonly message: string;
}

export function connectionTrouble({ config, broken, diagnostics, isReadable }: WorkspaceFile, name: string): ConnectionTrouble | null {
  if (Object.hasOwn(config.connections, name)) return null;
  const mistake = broken.get(name) ?? (isReadable || name === embeddedConnection ? undefined : diagnostics[0]);
  if (mistake !== undefined) return { code: "dag/broken-connection", message: `has a mistake in ${mistake.file}:${mistake.line}:${mistake.column}: ${mistake.message}` };
  if (name === embeddedConnection) return null;
  const known = [embeddedConnection, ...Object.keys(config.connections), ...broken.keys()];
  const names = [...new Set(known)].map((one) => `\`${one}\``).join(", ");
  return { code: "dag/unknown-connection", message: `is not found; dagwright.json knows ${names}.${suggestion(name, known)} Correct the name, or add it to \`connections\` there.` };
}
