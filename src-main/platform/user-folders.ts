/** Where Dagwright keeps what belongs to the person, by the rules of each system. `DAGWRIGHT_CONFIG_DIR` moves the settings (tests, portable use). */
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings, trusted workspaces, window places. */
export function configFolder(env: Environment = process.env, platform: string = process.platform): string {
  const chosen = env["DAGWRIGHT_CONFIG_DIR"];
  if (chosen) return chosen;
  if (platform === "win32") return join(env["APPDATA"] || join(homedir(), "AppData", "Roaming"), "Dagwright");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Dagwright");
  return join(env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "dagwright");
}

/** Where the first start lays the sample workspace: in sight, because it is for reading and changing. */
export function starterFolder(env: Environment = process.env): string {
  return env["DAGWRIGHT_STARTER_DIR"] || join(homedir(), "Dagwright", "starter");
}
