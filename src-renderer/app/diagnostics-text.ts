/** The report of "Copy diagnostics". Pure; secrets are taken out of the whole afterwards. */
import type { EngineInfo } from "../../shared/contract/engine.ts";
import type { HostAppInfo } from "../../shared/contract/host.ts";
import type { SettingsState } from "../../shared/contract/settings.ts";

export interface DiagnosticsParts {
  /** Null in a browser. */
  readonly app: HostAppInfo | null;
  /** Null while the engine does not answer. */
  readonly info: EngineInfo | null;
  readonly settings: SettingsState | null;
  readonly doctor: readonly string[];
  readonly userAgent: string;
  readonly at: Date;
}

export function diagnosticsText({ app, info, settings, doctor, userAgent, at }: DiagnosticsParts): string {
  const program = app === null ? `Browser: ${userAgent}` : `${app.name} ${app.version} on ${app.platform} ${app.arch}; Electron ${app.electron}, Chromium ${app.chrome}, Node ${app.node}`;
  return [
    "# Dagwright diagnostics",
    at.toISOString(),
    program,
    "",
    "## Engine",
    info === null ? "does not answer" : JSON.stringify(info, null, 2),
    "",
    "## Settings that differ from the defaults",
    ...(settings === null ? ["not known"] : scopes(settings)),
    ...(settings !== null && settings.problems.length > 0 ? ["", "## Problems", ...settings.problems] : []),
    ...(doctor.length === 0 ? [] : ["", "## Doctor", ...doctor]),
    "",
  ].join("\n");
}

function scopes({ user, workspace, policy }: SettingsState): string[] {
  return Object.entries({ user, workspace, policy }).flatMap(([scope, values]) => (Object.keys(values).length === 0 ? [] : [`${scope}: ${JSON.stringify(values)}`]));
}
