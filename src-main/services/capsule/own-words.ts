/**
 * The words of a capsule's own format: its keys, states, kinds. A value that a person hides and that is part of one of them cannot be taken out of
 * texts: what is left would be no run any more.
 */
import { z } from "zod";
import { capsuleFormat, CapsuleManifest } from "../../../shared/capsule/manifest.ts";
import { Note } from "../../../shared/contract/acts.ts";
import { AuditEntry } from "../../../shared/contract/audit.ts";
import { RunDetail, RunVersion, TaskDetail } from "../../../shared/contract/runs.ts";

const ofArchive = [capsuleFormat, "manifest.json", "run.jsonl", "logs/", ".log", "texts/", "outputs/", ".parquet"];

/** Walks the schemas by which a capsule is judged when it is opened. */
export function ownWords(): ReadonlySet<string> {
  const words = new Set(ofArchive);
  const seen = new Set<z.core.$ZodType>();
  const open: z.core.$ZodType[] = [CapsuleManifest, RunVersion, RunDetail, TaskDetail, AuditEntry, Note];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    if (seen.has(schema)) continue;
    seen.add(schema);
    if (schema instanceof z.ZodObject) for (const key of Object.keys(schema.shape)) words.add(key);
    if (schema instanceof z.ZodEnum) for (const option of schema.options) words.add(String(option));
    if (schema instanceof z.ZodLiteral) for (const value of schema.values) words.add(String(value));
    open.push(...partsOf(schema));
  }
  return words;
}

function partsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) return Object.values<z.core.$ZodType>(schema.shape);
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodTuple) return schema.def.items;
  if (schema instanceof z.ZodRecord) return [schema.keyType, schema.valueType];
  if (schema instanceof z.ZodPipe) return [schema.in, schema.out];
  if (schema instanceof z.ZodLazy) return [schema.unwrap()];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) return [schema.unwrap()];
  return [];
}
