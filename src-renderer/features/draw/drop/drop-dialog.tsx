/** Asks where files from outside shall go: copied below `base_path` under a name that is free, or their text into the DAG. Nothing is overwritten. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import dialogs from "../dialogs.module.css";
import type { NewProgram } from "./drop-acts.ts";
import styles from "./drop.module.css";
import type { DroppedProgram } from "./read-dropped.ts";

export interface DropItem {
  readonly program: DroppedProgram;
  /** Where it is in the workspace already, relative to `base_path`. */
  readonly there: string | null;
}

export interface DropDialogProps {
  readonly items: readonly DropItem[];
  /** `base_path`, without slashes at its ends. */
  readonly base: string;
  readonly onClose: () => void;
  /** `copied`: paths in the workspace that were written. */
  readonly onAdd: (programs: readonly NewProgram[], copied: readonly string[]) => void;
}

interface Choice {
  readonly way: "copy" | "text" | "there";
  /** Relative to `base_path`. */
  readonly path: string;
  readonly error: string | null;
  readonly isWritten: boolean;
}

export function DropDialog({ items, base, onClose, onAdd }: DropDialogProps): ReactNode {
  const client = useEngineClient();
  const [choices, setChoices] = useState<readonly Choice[]>(() => items.map(({ program, there }) => ({ way: there === null ? "copy" : "there", path: program.name, error: null, isWritten: false })));
  const [isBusy, setBusy] = useState(false);
  const full = (path: string): string => (base === "" ? path : `${base}/${path}`);
  const change = (at: number, changed: Partial<Choice>): void => setChoices((all) => all.map((choice, index) => (index === at ? { ...choice, ...changed } : choice)));

  /** What was written stays written: a second try copies only what is left. */
  const copyAll = async (): Promise<boolean> => {
    let isWhole = true;
    for (const [at, { program }] of items.entries()) {
      const choice = choices[at];
      if (choice?.way !== "copy" || choice.isWritten) continue;
      try {
        await client.documents.create({ path: full(choice.path.trim()), text: program.text });
        change(at, { isWritten: true, error: null });
      } catch (thrown) {
        isWhole = false;
        change(at, { error: toFailure(thrown).message });
      }
    }
    return isWhole;
  };
  const add = async (): Promise<void> => {
    setBusy(true);
    const isWhole = await copyAll();
    setBusy(false);
    if (!isWhole) return;
    const programs = items.map(({ program, there }, at): NewProgram => {
      const choice = choices[at];
      const source = choice?.way === "text" ? { text: program.text } : { path: choice?.way === "there" && there !== null ? there : (choice?.path.trim() ?? program.name) };
      return { name: program.name, language: program.language, source };
    });
    onAdd(programs, choices.flatMap(({ way, path }) => (way === "copy" ? [full(path.trim())] : [])));
  };
  const isReady = choices.every(({ way, path }) => way !== "copy" || path.trim() !== "");
  return (
    <Dialog title={t("Make {{count}} tasks of what was dropped", { count: items.length })} size={620} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <ul className={styles.items}>
          {items.map(({ program, there }, at) => {
            const choice = choices[at];
            return choice && <Item key={at} program={program} there={there} choice={choice} base={base} onChange={(changed) => change(at, changed)} />;
          })}
        </ul>
        <div className={dialogs.dialogActs}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" disabled={!isReady || isBusy}>
            {isBusy ? t("Copying…") : t("Add {{count}} tasks", { count: items.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ItemProps {
  readonly program: DroppedProgram;
  readonly there: string | null;
  readonly choice: Choice;
  readonly base: string;
  readonly onChange: (changed: Partial<Choice>) => void;
}

function Item({ program, there, choice, base, onChange }: ItemProps): ReactNode {
  const ways = [...(there === null ? [] : [{ value: "there", label: t("Use it where it is") }]), { value: "copy", label: t("Copy into the workspace") }, { value: "text", label: t("Take its text in") }];
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <code className="dw-ellipsis">{program.name}</code>
        <SegmentedControl aria-label={t("What to do with {{program}}", { program: program.name })} data={ways} value={choice.way} disabled={choice.isWritten} onChange={(way) => onChange({ way: way === "text" ? "text" : way === "there" ? "there" : "copy", error: null })} />
      </div>
      {choice.way === "copy" && (
        <TextInput aria-label={t("Where {{program}} is copied to", { program: program.name })} leftSection={base === "" ? undefined : <span className={styles.base}>{base}/</span>} leftSectionWidth={base === "" ? undefined : base.length * 7 + 22} value={choice.path} error={choice.error} disabled={choice.isWritten} spellCheck={false} onChange={(event) => onChange({ path: event.currentTarget.value, error: null })} />
      )}
      {choice.way === "there" && <p className="dw-dim">{t("It is in the workspace already, as {{file}}.", { file: there ?? "" })}</p>}
      {choice.way === "text" && <p className="dw-dim">{t("{{count}} lines will stand in the DAG file itself.", { count: program.text.split("\n").length })}</p>}
      {program.note !== null && <p className={styles.note}>{program.note}</p>}
    </li>
  );
}
