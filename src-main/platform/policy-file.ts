/**
 * What the administrator of this machine has laid down for everybody: settings in a file that only they can write. It wins
 * over the person's and the workspace's. `DAGWRIGHT_POLICY_FILE` names another file where the machine has none.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSettingsText } from "../../shared/contract/settings-text.ts";
import { reasonOf } from "../../shared/errors/app-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Policy {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

export function policyPath(env: Environment = process.env, platform: string = process.platform): string {
  const machine = machinePath(env, platform);
  // A person cannot get round the machine's file by naming another.
  return existsSync(machine) ? machine : env["DAGWRIGHT_POLICY_FILE"] || machine;
}

function machinePath(env: Environment, platform: string): string {
  if (platform === "win32") return join(env["ProgramData"] || "C:\\ProgramData", "Dagwright", "policy.json");
  return platform === "darwin" ? "/Library/Application Support/Dagwright/policy.json" : "/etc/dagwright/policy.json";
}

export function readPolicy(path: string = policyPath()): Policy {
  if (!existsSync(path)) return { values: {}, problems: [] };
  try {
    const { values, problems } = readSettingsText(readFileSync(path, "utf8"), path);
    return { values, problems };
  } catch (thrown) {
    return { values: {}, problems: [`${path}: cannot be read (${reasonOf(thrown)}); tell your administrator.`] };
  }
}
