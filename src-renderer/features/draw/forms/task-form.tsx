/** The forms: of one task, of what several tasks have in common, of the DAG. Sections in a fixed order, every key of the schema in one of them. */
import type { ReactNode } from "react";
import type { FieldPath } from "../../../../shared/dag-file/field-path.ts";
import type { TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import { below, rootBinding } from "./binding.ts";
import { dagFields, sharedFields, taskFields } from "./field-descriptors.ts";
import type { FieldDescriptor } from "./field-control.ts";
import { unknownKeys } from "./field-problems.ts";
import { useForm } from "./form-context.ts";
import { dagOrder, sectionsOf, taskOrder, type FormSection } from "./form-sections.ts";
import styles from "./forms.module.css";
import { UnknownKeys } from "./unknown-keys.tsx";

export interface Subject {
  readonly path: FieldPath;
  readonly node: TreeNode | null;
}

/** `kinds` has the kind of each subject, in the same order. */
export function TaskForm({ subjects, kinds }: { subjects: readonly Subject[]; kinds: readonly string[] }): ReactNode {
  const [kind = ""] = kinds;
  const fields = new Set(kinds).size > 1 ? sharedFields(kinds) : taskFields(kind);
  return <Sections subjects={subjects} fields={fields} sections={sectionsOf(fields, taskOrder)} />;
}

export function DagForm({ node }: { node: TreeNode | null }): ReactNode {
  const fields = dagFields();
  return <Sections subjects={[{ path: [], node }]} fields={fields} sections={sectionsOf(fields, dagOrder)} />;
}

function Sections({ subjects, fields, sections }: { subjects: readonly Subject[]; fields: readonly FieldDescriptor[]; sections: readonly FormSection[] }): ReactNode {
  const { Field, diagnostics } = useForm();
  const root = rootBinding(subjects);
  const known = fields.map(({ key }) => key);
  return (
    <>
      {subjects.map((subject) => (
        <UnknownKeys key={subject.path.join("\n")} keys={unknownKeys(diagnostics, subject, known)} subject={subject} />
      ))}
      {sections.map(({ title, fields: inside }) => (
        <details key={title} className={styles.section} open>
          <summary>{title}</summary>
          <div className={styles.sectionBody}>
            {inside.map((field) => (
              <Field key={field.key} field={field} binding={below(root, field.key)} />
            ))}
          </div>
        </details>
      ))}
    </>
  );
}
