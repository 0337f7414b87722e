/** Settings in force: the person's, overridden by the workspace's where a workspace may. What does not parse is named and passed over. */
import { goodOverrides } from "../../shared/commands/key-map.ts";
import { Settings, settingExpectation, workspaceSettingKeys, type SettingsState } from "../../shared/contract/settings.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Workspace } from "../ports/workspace.ts";

/** Where the person's own settings are kept; the host of the engine decides. */
export interface UserSettings {
  read(): Record<string, unknown>;
  /** What of it does not count, with its place; absent where the host tells the person itself. */
  problems?(): readonly string[];
  write(values: Record<string, unknown>): void;
}

/** What the machine's administrator says; it wins. */
export interface SettingsPolicy {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

export class SettingsService {
  readonly #workspace: Workspace;
  readonly #user: UserSettings;
  readonly #policy: () => SettingsPolicy;
  readonly #onChange: () => void;
  #cached: SettingsState | null = null;

  constructor(parts: { workspace: Workspace; user: UserSettings; policy?: () => SettingsPolicy; onChange?: () => void }) {
    this.#workspace = parts.workspace;
    this.#user = parts.user;
    this.#policy = parts.policy ?? ((): SettingsPolicy => ({ values: {}, problems: [] }));
    this.#onChange = parts.onChange ?? (() => {});
  }

  effective(): Settings {
    return this.state().effective;
  }

  state(): SettingsState {
    this.#cached ??= this.#read();
    return this.#cached;
  }

  /** Something outside changed a file. */
  forget(): void {
    this.#cached = null;
    this.#onChange();
  }

  /** Throws settings/invalid naming the key, what was found and what would be right. */
  set(scope: "user" | "workspace", patch: Readonly<Record<string, unknown>>): SettingsState {
    for (const [key, value] of Object.entries(patch)) checkSetting(scope, key, value);
    const { user, workspace, policy } = this.state();
    const managed = Object.keys(patch).find((key) => Object.hasOwn(policy, key));
    if (managed !== undefined) throw new AppError("settings/invalid", `Setting "${managed}": your administrator has set it to ${JSON.stringify(policy[managed])}; only they can change it.`, { key: managed });
    const after = merged(scope === "user" ? user : workspace, patch);
    if (scope === "user") this.#user.write(after);
    else this.#workspace.saveConfig({ settings: after });
    this.forget();
    return this.state();
  }

  #read(): SettingsState {
    const { config, problems } = this.#workspace.config();
    const user = this.#user.read();
    const allowed = Object.fromEntries(Object.entries(config.settings).filter(([key]) => (workspaceSettingKeys as readonly string[]).includes(key)));
    const policy = this.#policy();
    const good = { ...keepGood(user), ...keepGood(allowed), ...keepGood(policy.values) };
    return { effective: Settings.parse(good), user, workspace: config.settings, policy: keepGood(policy.values), problems: [...policy.problems, ...problems, ...(this.#user.problems?.() ?? [])] };
  }
}

function merged(before: Readonly<Record<string, unknown>>, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null));
}

/** What is wrong in a file is among its problems already, with the place. One bad entry of `keys` costs that command's keys only. */
function keepGood(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const good = Object.entries(values).map(([key, value]) => [key, key === "keys" ? goodOverrides(value) : value] as const);
  return Object.fromEntries(good.filter(([key, value]) => problemOf(key, value) === null));
}

function problemOf(key: string, value: unknown): string | null {
  if (!Object.hasOwn(Settings.shape, key)) return `is not a setting; known are ${Object.keys(Settings.shape).join(", ")}.`;
  const expected = settingExpectation(key, value);
  return expected === null ? null : `found ${JSON.stringify(value)}; expected ${expected}.`;
}

function checkSetting(scope: "user" | "workspace", key: string, value: unknown): void {
  const wrong = value === null ? null : problemOf(key, value);
  if (wrong) throw new AppError("settings/invalid", `Setting "${key}": ${wrong}`, { key });
  if (scope === "workspace" && !(workspaceSettingKeys as readonly string[]).includes(key)) {
    throw new AppError("settings/invalid", `Setting "${key}": cannot be set for a workspace; set it for yourself.`, { key });
  }
}
