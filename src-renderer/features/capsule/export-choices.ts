/** What a person chose for a capsule, and what it comes to. Pure. */
import type { ColumnMask } from "../../../shared/capsule/manifest.ts";
import { defaultTableMiB, defaultTableRows, type CapsuleChoices, type CapsulePlan } from "../../../shared/contract/capsules.ts";

export type PlannedOutput = CapsulePlan["outputs"][number];

export interface TableChoice {
  readonly isIn: boolean;
  readonly masks: Readonly<Record<string, ColumnMask>>;
}

export interface ExportChoices {
  readonly logs: boolean;
  readonly logMiB: number | null;
  readonly xcoms: boolean;
  readonly origin: boolean;
  readonly params: readonly string[];
  readonly conf: readonly string[];
  readonly tables: Readonly<Record<string, TableChoice>>;
  readonly maxRows: number;
  readonly maxMiB: number;
}

export const keyOf = ({ taskId, schema, table }: Pick<PlannedOutput, "taskId" | "schema" | "table">): string => JSON.stringify([taskId, schema, table]);

/** Rows that are there and still those of the run. */
export function firstChoices({ outputs }: CapsulePlan): ExportChoices {
  const tables = Object.fromEntries(outputs.map((output) => [keyOf(output), { isIn: output.note === null && output.isOfRun !== false, masks: {} }]));
  return { logs: true, logMiB: null, xcoms: true, origin: true, params: [], conf: [], tables, maxRows: defaultTableRows, maxMiB: defaultTableMiB };
}

export function toChoices({ outputs }: CapsulePlan, { tables, logMiB, params, conf, ...rest }: ExportChoices): CapsuleChoices {
  const chosen = outputs.filter((output) => tables[keyOf(output)]?.isIn === true).map(({ taskId, schema, table, ...output }) => ({ taskId, schema, table, masks: { ...tables[keyOf({ taskId, schema, table, ...output })]?.masks } }));
  return { ...rest, params: [...params], conf: [...conf], ...(logMiB === null ? {} : { logMiB }), outputs: chosen };
}

export function withTable(choices: ExportChoices, key: string, change: Partial<TableChoice>): ExportChoices {
  const before = choices.tables[key] ?? { isIn: false, masks: {} };
  return { ...choices, tables: { ...choices.tables, [key]: { ...before, ...change } } };
}

export function withMask(choices: ExportChoices, key: string, column: string, mask: ColumnMask | null): ExportChoices {
  const { [column]: _before, ...others } = choices.tables[key]?.masks ?? {};
  return withTable(choices, key, { masks: mask === null ? others : { ...others, [column]: mask } });
}

export function toggled(names: readonly string[], name: string, isIn: boolean): string[] {
  return isIn ? [...names.filter((one) => one !== name), name] : names.filter((one) => one !== name);
}

/** A file name that every system takes. */
export function fileNameOf(dagId: string, runId: string, ending: string): string {
  const plain = (text: string): string => text.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80);
  return `${plain(dagId)}-${plain(runId)}${ending}`;
}
