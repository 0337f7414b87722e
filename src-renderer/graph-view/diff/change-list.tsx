/** What is different, in words: each task with its fields, old and new; then edges, the DAG's own fields, groups and notes. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { DagDiff, FieldChange, ItemChange } from "../../../shared/dag-diff/dag-diff.ts";
import { kindWords, valueWords } from "../../../shared/dag-diff/diff-words.ts";
import { diffLooks, type DiffKind } from "../graph-diff.ts";
import { t } from "../../strings/t.ts";
import { stateLook } from "../../ui/state-look.ts";
import styles from "./change-list.module.css";

interface ChangeListProps {
  readonly diff: DagDiff;
  readonly selected: string | null;
  readonly onSelect: (taskId: string) => void;
  /** Absent where nothing can be brought back. */
  readonly onRestore: ((taskId: string) => void) | null;
}

/** Longer lists are told by their number: nobody reads on. */
const mostShown = 300;

export function ChangeList({ diff, selected, onSelect, onRestore }: ChangeListProps): ReactNode {
  const left = diff.tasks.length - mostShown;
  return (
    <div className={styles.changes} role="region" aria-label={t("Changes")} tabIndex={0}>
      {diff.dag.length > 0 && <Item change={{ id: "The DAG itself", kind: "changed", fields: diff.dag }} noun="" />}
      {diff.tasks.slice(0, mostShown).map((change) => (
        <Item key={change.id} change={change} noun="task" isSelected={change.id === selected} onSelect={onSelect} onRestore={onRestore} />
      ))}
      {left > 0 && <p className={styles.more}>{t("and {{count}} more tasks", { count: left })}</p>}
      {diff.groups.map((change) => (
        <Item key={change.id} change={change} noun="group" />
      ))}
      {diff.notes.map((change) => (
        <Item key={change.id} change={change} noun="note" />
      ))}
      {diff.edges.length > 0 && (
        <section className={styles.item} aria-label={t("Edges")}>
          <h3 className={styles.head}>{t("Edges")}</h3>
          <ul className={styles.edges}>
            {diff.edges.slice(0, mostShown).map(({ from, to, kind }) => (
              <li key={JSON.stringify([from, to])}>
                <Mark kind={kind} />
                <span className="dw-mono">
                  {from} → {to}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface ItemProps {
  readonly change: ItemChange;
  readonly noun: string;
  readonly isSelected?: boolean;
  readonly onSelect?: (id: string) => void;
  readonly onRestore?: ((id: string) => void) | null;
}

function Item({ change: { id, kind, fields }, noun, isSelected = false, onSelect, onRestore = null }: ItemProps): ReactNode {
  return (
    <section className={styles.item} data-selected={isSelected || undefined} aria-label={`${noun} ${id} ${kindWords[kind]}`.trim()}>
      <h3 className={styles.head}>
        <Mark kind={kind} />
        {onSelect === undefined ? (
          <span className={styles.name}>{noun === "" ? id : `${noun} ${id}`}</span>
        ) : (
          <button className={styles.name} onClick={() => onSelect(id)} title={t("Show {{id}}", { id })}>
            {id}
          </button>
        )}
        {onRestore !== null && (
          <Button size="compact-xs" variant="default" onClick={() => onRestore(id)} aria-label={kind === "added" ? t("Take out {{id}}", { id }) : t("Restore {{id}}", { id })}>
            {kind === "added" ? t("Take out") : t("Restore")}
          </Button>
        )}
      </h3>
      {kind === "changed" ? (
        <dl className={styles.fields}>
          {fields.map((field) => (
            <Field key={field.path} field={field} />
          ))}
        </dl>
      ) : (
        <p className={styles.brief}>{fields.map(({ path }) => path).join(", ")}</p>
      )}
    </section>
  );
}

function Mark({ kind }: { kind: DiffKind }): ReactNode {
  const { icon: Icon, word, state } = diffLooks[kind];
  return (
    <span className={styles.mark} style={{ color: stateLook(state).color }}>
      <Icon size={13} strokeWidth={2.5} aria-hidden /> {word}
    </span>
  );
}

function Field({ field: { path, before, after } }: { field: FieldChange }): ReactNode {
  return (
    <>
      <dt>{path}</dt>
      <dd>
        {before === undefined ? <span className={styles.absent}>{t("not written")}</span> : <del>{valueWords(before)}</del>}
        <span aria-label={t("becomes")}> → </span>
        {after === undefined ? <span className={styles.absent}>{t("not written")}</span> : <ins>{valueWords(after)}</ins>}
      </dd>
    </>
  );
}
