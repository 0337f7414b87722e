/** The fields of a form, read from the zod form of what they edit. No second list of keys. Pure. */
import { DagForm, TaskForm, taskForms } from "../../../../shared/dag-file/file-schema.ts";
import { definitionOf, fieldsOf, withoutOptional, type FieldDescriptor, type Schema } from "./field-control.ts";

/** Not fields of a form: the kind stands in its head, the drawing belongs to the canvas, the tasks are forms of their own. */
const notFields: ReadonlySet<string> = new Set(["config_type", "ui", "tasks"]);

const isField = ({ key, control }: FieldDescriptor): boolean => !notFields.has(key) && !(control.kind === "choice" && control.options.length === 1);

const made = new Map<string, readonly FieldDescriptor[]>();

function once(name: string, make: () => FieldDescriptor[]): readonly FieldDescriptor[] {
  const fields = made.get(name) ?? make().filter(isField);
  made.set(name, fields);
  return fields;
}

/** The fields of a task of this kind; of an unknown kind, those that all kinds have. */
export function taskFields(kind: string): readonly FieldDescriptor[] {
  const form = Object.entries(taskForms).find(([name]) => name === kind)?.[1];
  return once(`task ${form === undefined ? "" : kind}`, () => (form === undefined ? sharedFields(Object.keys(taskForms)) : fieldsOf(form.shape)));
}

/** The fields that tasks of all these kinds have, with the same meaning. */
export function sharedFields(kinds: readonly string[]): FieldDescriptor[] {
  const shapes = TaskForm.options.filter((form) => kinds.includes([...form.shape.config_type.values][0] ?? "")).map((form): Readonly<Record<string, Schema>> => form.shape);
  const [first, ...others] = shapes;
  const isEverywhere = ({ key }: FieldDescriptor): boolean => others.every((shape) => key in shape && first !== undefined && first[key]?._zod.def === shape[key]?._zod.def);
  return first === undefined ? [] : fieldsOf(first).filter((field) => isField(field) && isEverywhere(field));
}

export function dagFields(): readonly FieldDescriptor[] {
  return once("dag", () => fieldsOf(DagForm.shape));
}

/** What tasks take from the `defaults` of their DAG. */
export const inheritedKeys: ReadonlySet<string> = new Set(Object.keys(definitionOf(withoutOptional(DagForm.shape.defaults).schema).shape ?? {}));
