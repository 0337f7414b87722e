/** The person's settings, as the desktop app keeps them in `settings.json`. The command line reads them; writing keeps what it does not know. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSettingsText } from "../../shared/contract/settings-text.ts";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";
import { configFolder } from "../platform/user-folders.ts";
import type { UserSettings } from "../services/settings-service.ts";

export function userSettings(file: string = join(configFolder(), "settings.json")): UserSettings {
  return {
    read: () => read(file),
    problems: () => (existsSync(file) ? readSettingsText(readFileSync(file, "utf8"), file).problems : []),
    write(values) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function read(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    const found: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof found === "object" && found !== null && !Array.isArray(found)) return found as Record<string, unknown>;
  } catch (thrown) {
    throw new AppError("settings/invalid", `${file}: cannot be read (${reasonOf(thrown)}); mend it, or delete it to begin anew.`, { file });
  }
  throw new AppError("settings/invalid", `${file}: must hold one object of settings; mend it, or delete it to begin anew.`, { file });
}
