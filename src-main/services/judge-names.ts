/**
 * Names in a DAG file that nothing in `dagwright.json` stands behind, or not enough: channels that it does not have, so that nobody would be told;
 * pools whose name is near that of another one; tasks that are wider than their pool. Warnings: the DAG runs all the same. Pure.
 */
import { nearest, suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { formatPath } from "../../shared/dag-file/field-path.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { WorkspaceConfig } from "../../shared/model/workspace-config.ts";
import type { WorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import { channelField, poolField } from "./named-places.ts";
import type { DagFile } from "./read-dag-file.ts";
import type { NamedPlace } from "./text-place.ts";

interface Slip {
  readonly code: Diagnostic["code"];
  /** What the fields are called where the text stands: each of them, or of a list the first that is there. */
  readonly fields: RegExp | readonly string[];
  readonly text: string;
  readonly message: string;
}

export function judgeNames({ dag, file, names }: Pick<DagFile, "dag" | "file" | "names">, { config, isReadable }: WorkspaceFile): Diagnostic[] {
  if (dag === null || !isReadable) return [];
  const slips = [...channelSlips(dag, config), ...poolSlips(dag, config)];
  return slips.length === 0 ? [] : placed(slips, names, file);
}

function channelSlips(dag: Dag, { channels }: WorkspaceConfig): Slip[] {
  const known = Object.keys(channels);
  const unknown = [...channelsOf(dag)].filter((name) => !Object.hasOwn(channels, name));
  return unknown.map((name) => {
    const there = known.length === 0 ? "has none" : `knows ${known.map((one) => `\`${one}\``).join(", ")}`;
    const message = `channel \`${name.slice(0, 100)}\` is not found, so nobody would be told by it; dagwright.json ${there}.${suggestion(name, known)} Correct the name, or add it to \`channels\` there.`;
    return { code: "dag/unknown-channel", fields: channelField, text: name, message };
  });
}

function channelsOf({ messages, deadlines, tasks }: Dag): Set<string> {
  const of = [{ messages, deadlines }, ...tasks];
  const specs = of.flatMap((one) => [...Object.values(one.messages ?? {}).flatMap((specs) => specs ?? []), ...(one.deadlines ?? []).flatMap((rule) => rule.messages ?? [])]);
  return new Set([...specs.map(({ channel }) => channel), ...tasks.flatMap((task) => (task.kind === "NotifyTask" ? task.channels : []))]);
}

function poolSlips({ tasks }: Dag, { pools }: WorkspaceConfig): Slip[] {
  const misnamed = new Set(tasks.map(({ pool }) => pool).filter((pool) => pool !== "default" && !Object.hasOwn(pools, pool)));
  const slips = [...misnamed].flatMap((pool): Slip[] => {
    const meant = nearest(pool, Object.keys(pools));
    if (meant === null) return [];
    return [{ code: "dag/unknown-pool", fields: poolField, text: pool, message: `pool \`${pool}\` is not in dagwright.json, so only the slots of the engine bound it. Did you mean \`${meant}\`? Correct the name, or add it to \`pools\` there.` }];
  });
  const tooWide = tasks.flatMap(({ id, pool, poolSlots }): Slip[] => {
    const slots = Object.hasOwn(pools, pool) ? pools[pool] : undefined;
    if (poolSlots === undefined || slots === undefined || poolSlots <= slots) return [];
    return [{ code: "dag/too-wide", fields: [formatPath(["tasks", id, "pool_slots"]), "defaults.pool_slots"], text: String(poolSlots), message: `task \`${id}\` takes ${poolSlots} slots of pool \`${pool}\`, which has ${slots}: it would wait for ever. Ask for ${slots} at most, or make the pool larger.` }];
  });
  return [...slips, ...tooWide];
}

/** Each where its text stands; at the beginning where none is found, as behind an alias. */
function placed(slips: readonly Slip[], names: readonly NamedPlace[], file: string): Diagnostic[] {
  const byText = Map.groupBy(names, ({ name }) => name);
  const byField = new Map(names.map((one) => [one.field, one]));
  return slips.flatMap(({ code, fields, text, message }): Diagnostic[] => {
    const found = fields instanceof RegExp ? (byText.get(text) ?? []).filter(({ field }) => fields.test(field)) : fields.flatMap((field) => byField.get(field) ?? []).filter(({ name }) => name === text).slice(0, 1);
    if (found.length === 0) return [{ code, severity: "warning", message, file, line: 1, column: 1 }];
    return found.map(({ field, line, column, endLine, endColumn }) => ({ code, severity: "warning", message: `\`${field}\`: ${message}`, file, line, column, endLine, endColumn, field }));
  });
}
