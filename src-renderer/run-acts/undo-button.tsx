/** Takes one entry of the trail back, where that is possible at all; says so where it was. */
import { Button } from "@mantine/core";
import { Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { AuditEntry } from "../../shared/contract/audit.ts";
import { t } from "../strings/t.ts";
import { wordsOfEntry } from "./act-words.ts";
import { useUndo } from "./use-undo.ts";

export function UndoButton({ entry, tabIndex }: { entry: AuditEntry; tabIndex?: number }): ReactNode {
  const { undo } = useUndo();
  const [going, setGoing] = useState(false);
  if (entry.undoneBy !== null) return <span className="dw-dim">{t("undone")}</span>;
  if (!entry.mayUndo) return <span />;
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<Undo2 size={12} />}
      loading={going}
      aria-label={t("Undo: {{act}}", { act: wordsOfEntry(entry) })}
      {...(tabIndex === undefined ? {} : { tabIndex })}
      onClick={() => {
        setGoing(true);
        void undo(entry.id).finally(() => setGoing(false));
      }}
    >
      {t("Undo")}
    </Button>
  );
}
