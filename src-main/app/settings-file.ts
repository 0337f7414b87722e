/**
 * The user's settings in `settings.json` (electron-store). A value that the schema refuses is named with its line and left
 * alone; a file that is no JSON is never overwritten, because a person may be in the middle of editing it.
 */
import { existsSync, readFileSync, watch } from "node:fs";
import { basename } from "node:path";
import Store from "electron-store";
import { goodOverrides } from "../../shared/commands/key-map.ts";
import { UserSettings } from "../../shared/contract/host.ts";
import { readSettingsText } from "../../shared/contract/settings-text.ts";
import { Settings } from "../../shared/contract/settings.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { readPolicy } from "../platform/policy-file.ts";

type Values = Record<string, unknown>;

export interface SettingsFile {
  read(): UserSettings;
  /** A null value takes the key out. Throws settings/invalid and changes nothing when one value is wrong. */
  write(patch: Values): UserSettings;
  /** Takes the whole for what is there, as the engine keeps it; throws as `write` does. */
  replace(values: Readonly<Values>): UserSettings;
  /** One setting as it counts: the administrator's, else the person's, else the default. */
  get<K extends keyof Settings>(key: K): Settings[K];
  /** Calls back when somebody else has written the file. Returns how to stop. */
  watch(changed: () => void): () => void;
  readonly path: string;
}

/** An editor writes in several steps; what stands there after this pause is meant. */
const settleMs = 150;

export function settingsFile(folder: string): SettingsFile {
  const path = `${folder}/settings.json`;
  let store = openStore(folder);

  function read(): UserSettings {
    if (store instanceof AppError) store = openStore(folder);
    const { problems } = readSettingsText(textOf(path), path);
    return { user: store instanceof AppError ? {} : { ...store.store }, problems: store instanceof AppError && problems.length === 0 ? [store.message] : [...problems] };
  }

  function write(patch: Values): UserSettings {
    const { problems } = read();
    if (store instanceof AppError) throw store;
    const [problem] = readSettingsText(JSON.stringify(newIn(patch, store.store)), "Settings").problems;
    if (problem !== undefined) throw new AppError("settings/invalid", problem.replace(/^Settings, line 1: /, ""), { problems });
    const next: Values = { ...store.store, ...patch };
    for (const [key, value] of Object.entries(patch)) if (value === null) delete next[key];
    store.store = next;
    return read();
  }

  function replace(values: Readonly<Values>): UserSettings {
    const { user } = read();
    const gone = Object.keys(user).filter((key) => !Object.hasOwn(values, key));
    // What stood there before, right or wrong, is not written again.
    const changed = Object.entries(values).filter(([key, value]) => JSON.stringify(user[key]) !== JSON.stringify(value));
    return write({ ...Object.fromEntries(gone.map((key) => [key, null])), ...Object.fromEntries(changed) });
  }

  function get<K extends keyof Settings>(key: K): Settings[K] {
    const { [key]: managed } = readPolicy().values;
    const { [key]: own } = read().user;
    const said = [managed, own].map((value) => (key === "keys" ? goodOverrides(value) : value));
    const found = said.map((value) => Settings.shape[key].safeParse(value)).find((parsed, at) => parsed.success && said[at] !== undefined);
    return Settings.parse(found?.success === true ? { [key]: found.data } : {})[key];
  }

  function watchFile(changed: () => void): () => void {
    let before = textOf(path);
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      const now = textOf(path);
      if (now === before) return;
      before = now;
      changed();
    };
    const watcher = watch(folder, (_event, name) => {
      if (name !== null && name !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(look, settleMs);
    });
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  }

  return { read, write, replace, get, watch: watchFile, path };
}

/** What a patch says anew. Keys of commands that stood there before are left alone, right or wrong. */
function newIn(patch: Values, before: Readonly<Values>): Values {
  const said = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
  const { keys } = said;
  if (typeof keys !== "object" || keys === null || Array.isArray(keys)) return said;
  const { keys: known } = before;
  const old = typeof known === "object" && known !== null ? known : {};
  return { ...said, keys: Object.fromEntries(Object.entries(keys).filter(([id, value]) => JSON.stringify(Reflect.get(old, id)) !== JSON.stringify(value))) };
}

function textOf(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  } catch {
    // What cannot be read is told by the store.
    return "";
  }
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
