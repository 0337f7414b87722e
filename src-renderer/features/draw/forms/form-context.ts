/** What every field of a form needs of the form around it. Fields inside fields are drawn by `Field`, so that no two files need each other. */
import { createContext, use, type ComponentType } from "react";
import type { DagAdvice, DraftPreview } from "../../../../shared/contract/dags.ts";
import type { TaskColumns } from "../../../../shared/contract/tries.ts";
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import type { TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { Diagnostic } from "../../../../shared/model/diagnostic.ts";
import type { Binding } from "./binding.ts";
import type { FieldDescriptor } from "./field-control.ts";

export interface FieldProps {
  readonly field: FieldDescriptor;
  readonly binding: Binding;
  /** Only the control: name, help and problems stand around it already. */
  readonly isBare?: boolean;
}

export interface ControlProps extends FieldProps {
  /** Of the element that the label names. */
  readonly id: string;
  readonly label: string;
  /** What holds where nothing is written, in words. */
  readonly fallback: string;
  readonly isInvalid: boolean;
  /** Of the element that says what is wrong; undefined when nothing is. */
  readonly describedBy: string | undefined;
}

export interface Form {
  /** As the history calls it: `load_claims`, `3 tasks`, `the DAG`. */
  readonly subject: string;
  /** The DAG around the edited tasks; null while the DAG itself is edited. */
  readonly dag: TreeNode | null;
  readonly tasks: readonly GraphTask[];
  /** Ids of the edited tasks; none while the DAG is edited. */
  readonly edited: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly isDisabled: boolean;
  /** Why the last edit of a field was refused, by the field's key. */
  readonly refusals: Readonly<Record<string, string>>;
  /** One entry of the history, named `<act> of <subject>`; false when it was refused, and then nothing has changed. */
  readonly edit: (binding: Binding, act: string, edits: readonly DagEdit[], gesture?: string) => boolean;
  readonly refuse: (binding: Binding, why: string) => void;
  readonly forgive: (binding: Binding) => void;
  /** `below`: also of what is inside. */
  readonly previewOf: (binding: Binding, below: boolean) => DraftPreview["fields"];
  /** Null where there is nowhere to open a file. */
  readonly openFile: ((path: string) => void) | null;
  /** Opens the editor of a program of the task, by its key; null where there is none. */
  readonly openCode: ((field: string) => void) | null;
  /** The columns that the query of a task gives; null where no database can be asked, or several tasks are edited. */
  readonly askColumns: ((taskId: string) => Promise<TaskColumns>) | null;
  /** What the SQL says about dependencies. */
  readonly advice: DagAdvice;
  readonly Field: ComponentType<FieldProps>;
}

const FormContext = createContext<Form | null>(null);
export const FormProvider = FormContext.Provider;

export function useForm(): Form {
  const form = use(FormContext);
  if (form === null) throw new Error("A field needs a form around it.");
  return form;
}
