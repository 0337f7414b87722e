/** The sign that there is a note, with its beginning on hover. A button where one can open it. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import type { Note } from "../../shared/contract/acts.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { whyOnlyRead } from "../rpc/why-still.ts";
import { t } from "../strings/t.ts";
import { askAct, type RunName } from "./act-store.ts";

const shownLength = 300;

export function beginningOf({ text }: Note): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

export function NoteMark({ note }: { note: Note | null }): ReactNode {
  if (note === null) return null;
  return (
    <span role="img" aria-label={t("Note: {{text}}", { text: beginningOf(note) })} title={beginningOf(note)} style={{ display: "inline-flex", flex: "none", color: "var(--dw-text-2)" }}>
      <StickyNote size={13} aria-hidden />
    </span>
  );
}

export function NoteButton({ run, taskId, note }: { run: RunName; taskId: string | null; note: Note | null }): ReactNode {
  const whyNot = whyOnlyRead(useEngineInfo());
  if (whyNot !== null) return <NoteMark note={note} />;
  const word = note === null ? t("Write a note") : t("Note: {{text}}", { text: beginningOf(note) });
  return (
    <Tooltip label={word} multiline maw={360}>
      <ActionIcon variant={note === null ? "subtle" : "light"} color={note === null ? "gray" : "indigo"} size={26} aria-label={word} onClick={() => askAct({ kind: "note", run, taskId })}>
        <StickyNote size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
