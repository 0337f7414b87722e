/**
 * The user's settings in `settings.json` (electron-store). A value that the schema refuses is named and left alone; a file
 * that is no JSON is never overwritten, because a person may be in the middle of editing it.
 */
import Store from "electron-store";
import { UserSettings } from "../../shared/contract/host.ts";
import { Settings } from "../../shared/contract/settings.ts";
import { AppError } from "../../shared/errors/app-error.ts";

type Values = Record<string, unknown>;

export interface SettingsFile {
  read(): UserSettings;
  /** A null value takes the key out. Throws settings/invalid and changes nothing when one value is wrong. */
  write(patch: Values): UserSettings;
  /** Takes the whole for what is there, as the engine keeps it; throws as `write` does. */
  replace(values: Readonly<Values>): UserSettings;
  theme(): Settings["theme"];
  readonly path: string;
}

export function settingsFile(folder: string): SettingsFile {
  let store = openStore(folder);

  function read(): UserSettings {
    if (store instanceof AppError) store = openStore(folder);
    if (store instanceof AppError) return { user: {}, problems: [store.message] };
    const user = { ...store.store };
    return { user, problems: Object.entries(user).flatMap(([key, value]) => problemOf(key, value) ?? []) };
  }

  function write(patch: Values): UserSettings {
    const { problems } = read();
    if (store instanceof AppError) throw store;
    for (const [key, value] of Object.entries(patch)) {
      const problem = value === null ? null : problemOf(key, value);
      if (problem !== null) throw new AppError("settings/invalid", problem, { key, problems });
    }
    const next: Values = { ...store.store, ...patch };
    for (const [key, value] of Object.entries(patch)) if (value === null) delete next[key];
    store.store = next;
    return read();
  }

  function replace(values: Readonly<Values>): UserSettings {
    const gone = Object.keys(read().user).filter((key) => !Object.hasOwn(values, key));
    return write({ ...Object.fromEntries(gone.map((key) => [key, null])), ...values });
  }

  function theme(): Settings["theme"] {
    const parsed = Settings.shape.theme.safeParse(read().user["theme"]);
    return parsed.success ? parsed.data : "system";
  }

  return { read, write, replace, theme, path: `${folder}/settings.json` };
}

function openStore(folder: string): Store<Values> | AppError {
  try {
    const store = new Store<Values>({ cwd: folder, name: "settings", accessPropertiesByDotNotation: false });
    void store.store;
    return store;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new AppError("settings/invalid", `settings.json in ${folder}: cannot be read (${why}); mend it, or delete it to begin anew.`);
  }
}

function problemOf(key: string, value: unknown): string | null {
  const schema = Object.hasOwn(Settings.shape, key) ? Settings.shape[key as keyof typeof Settings.shape] : undefined;
  if (schema === undefined) return `Setting "${key}": there is none of that name; it has no effect.`;
  const parsed = schema.safeParse(value);
  return parsed.success ? null : `Setting "${key}": ${JSON.stringify(value)} is not allowed; ${parsed.error.issues[0]?.message ?? "see its description"}.`;
}
