/**
 * Where the file's schema takes true or false and no text: found in the schema itself, at any depth, so that no field that asks for them is forgotten.
 */
import type { z } from "zod";

/** A place in the file, and what lies below it; kept only where there is a boolean in it. */
export interface BooleanPlace {
  readonly isBoolean: boolean;
  readonly fields: ReadonlyMap<string, BooleanPlace>;
  /** Each value of a mapping of names, each item of a list. */
  readonly each: BooleanPlace | null;
}

/** Null where nothing in it takes true or false alone. */
export function booleanPlaces(form: z.core.$ZodType): BooleanPlace | null {
  return placeOf([form], new Set());
}

/** Of what several forms have in common: the key of one kind of task may be that of another. `above`: forms that hold themselves are looked into once. */
function placeOf(forms: readonly z.core.$ZodType[], above: ReadonlySet<z.core.$ZodType>): BooleanPlace | null {
  const known = new Set(above);
  const leaves = [...new Set(forms)].flatMap((form) => leavesOf(form, known));
  const fields = new Map<string, BooleanPlace>();
  for (const [key, of] of shapesOf(leaves)) {
    const place = placeOf(of, known);
    if (place !== null) fields.set(key, place);
  }
  const items = leaves.flatMap(({ _zod: { def } }) => (def.type === "record" ? [def.valueType] : def.type === "array" ? [def.element] : []));
  const each = items.length === 0 ? null : placeOf(items, known);
  const takes = (value: unknown): boolean => leaves.some((leaf) => doesTake(leaf, value));
  const isBoolean = takes(true) && !takes("yes");
  return isBoolean || fields.size > 0 || each !== null ? { isBoolean, fields, each } : null;
}

/** Without the words that a refusal would be given. */
function doesTake(leaf: z.core.$ZodTypes, value: unknown): boolean {
  if (leaf._zod.def.type === "object" || leaf._zod.def.type === "record" || leaf._zod.def.type === "array") return false;
  const result = leaf._zod.run({ value, issues: [] }, { async: false });
  return !(result instanceof Promise) && result.issues.length === 0;
}

/** The forms that a value may have, each by itself. */
function leavesOf(form: z.core.$ZodType, known: Set<z.core.$ZodType>): z.core.$ZodTypes[] {
  const leaf = form as z.core.$ZodTypes;
  const { def } = leaf._zod;
  if (def.type === "optional" || def.type === "nullable" || def.type === "default") return leavesOf(def.innerType, known);
  if (def.type === "union") return def.options.flatMap((option) => leavesOf(option, known));
  if (def.type !== "lazy") return [leaf];
  if (known.has(form)) return [];
  known.add(form);
  return leavesOf(def.getter(), known);
}

function shapesOf(leaves: readonly z.core.$ZodTypes[]): Map<string, z.core.$ZodType[]> {
  const shapes = new Map<string, z.core.$ZodType[]>();
  for (const { _zod: { def } } of leaves) {
    for (const [key, form] of def.type === "object" ? Object.entries(def.shape) : []) shapes.set(key, [...(shapes.get(key) ?? []), form]);
  }
  return shapes;
}
