/** What is wrong with the DAG, and whether its file is saved. */
import { Button } from "@mantine/core";
import { Save, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { findCommand } from "../../../../shared/commands/commands.ts";
import { runCommand } from "../../../app/command-handlers.ts";
import { useKeyTitles } from "../../../app/key-map.ts";
import { useDocumentState } from "../../../document/documents-provider.tsx";
import { t, translated } from "../../../strings/t.ts";
import { SteadyWords } from "../../../ui/steady-words.tsx";
import { whenAble } from "../../../ui/when-able.ts";
import type { Drawing } from "../use-drawing.ts";
import styles from "./draw-toolbar.module.css";

export function SaveTools({ drawing: { document, problems } }: { drawing: Drawing }): ReactNode {
  const { text } = document;
  const dirty = useDocumentState(text, (state) => state.dirty);
  const saving = useDocumentState(text, (state) => state.saving);
  const readOnly = useDocumentState(text, (state) => state.readOnly);
  const titleOf = useKeyTitles();
  const real = problems.filter((each) => each.severity !== "info").length;
  return (
    <>
      {real > 0 && (
        <button className={styles.problems} onClick={() => runCommand("draw.problems")}>
          <TriangleAlert size={14} aria-hidden /> {t("{{count}} problems", { count: real })}
        </button>
      )}
      <span className={styles.saveState} title={readOnly ?? text.path}>
        {readOnly !== null ? t("read only") : <SteadyWords among={[t("saving…"), t("not saved"), t("saved")]}>{saving ? t("saving…") : dirty ? t("not saved") : t("saved")}</SteadyWords>}
      </span>
      <Button size="compact-sm" variant={dirty ? "filled" : "default"} leftSection={<Save size={14} aria-hidden />} title={titleOf("draw.save", translated(findCommand("draw.save").title))} {...whenAble(dirty && !saving && readOnly === null, () => void runCommand("draw.save"))}>
        {t("Save")}
      </Button>
    </>
  );
}
