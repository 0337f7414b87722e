/**
 * Where the file's schema takes true or false and no text: found in the schema itself, at any depth, so that no field that asks for them is forgotten.
 */
import { z } from "zod";

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
  const takes = (value: unknown): boolean => leaves.some((leaf) => z.safeParse(leaf, value).success);
  const fields = new Map([...shapesOf(leaves)].flatMap(([key, of]): [string, BooleanPlace][] => {
    const place = placeOf(of, known);
    return place === null ? [] : [[key, place]];
  }));
  const items = leaves.flatMap((leaf) => (leaf instanceof z.core.$ZodRecord ? [leaf._zod.def.valueType] : leaf instanceof z.core.$ZodArray ? [leaf._zod.def.element] : []));
  const each = items.length === 0 ? null : placeOf(items, known);
  const isBoolean = takes(true) && !takes("yes");
  return isBoolean || fields.size > 0 || each !== null ? { isBoolean, fields, each } : null;
}

/** The forms that a value may have, each by itself. */
function leavesOf(form: z.core.$ZodType, known: Set<z.core.$ZodType>): z.core.$ZodType[] {
  if (form instanceof z.core.$ZodOptional || form instanceof z.core.$ZodNullable || form instanceof z.core.$ZodDefault) return leavesOf(form._zod.def.innerType, known);
  if (form instanceof z.core.$ZodUnion) return form._zod.def.options.flatMap((option) => leavesOf(option, known));
  if (!(form instanceof z.core.$ZodLazy)) return [form];
  if (known.has(form)) return [];
  known.add(form);
  return leavesOf(form._zod.innerType, known);
}

function shapesOf(leaves: readonly z.core.$ZodType[]): Map<string, z.core.$ZodType[]> {
  const shapes = new Map<string, z.core.$ZodType[]>();
  for (const leaf of leaves) {
    for (const [key, form] of leaf instanceof z.core.$ZodObject ? Object.entries(leaf._zod.def.shape) : []) shapes.set(key, [...(shapes.get(key) ?? []), form]);
  }
  return shapes;
}
