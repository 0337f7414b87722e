/** What opens below the canvas: the problems of the file, and the history of edits, in which one can go anywhere. */
import { Button } from "@mantine/core";
import { CircleAlert, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import { t } from "../../strings/t.ts";
import { MessageText } from "../../ui/message-text.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import { missingWords } from "./code/use-advice.ts";
import { connectAct } from "./draw-acts.ts";
import styles from "./draw-panels.module.css";
import face from "./draw.module.css";
import { taskOf, type Drawing } from "./use-drawing.ts";
import { severityWords } from "../../ui/model-words.ts";

export type PanelKind = "problems" | "history";

interface DrawPanelProps {
  readonly kind: PanelKind;
  readonly drawing: Drawing;
  /** Shows the place of a problem that belongs to no task. */
  readonly onPlace: (problem: Diagnostic) => void;
  /** Shows the field of a task that a problem is about. */
  readonly onField: (problem: Diagnostic) => void;
  readonly onClose: () => void;
}

export function DrawPanel({ kind, drawing, onPlace, onField, onClose }: DrawPanelProps): ReactNode {
  return (
    <section className={styles.panel} aria-label={kind === "problems" ? t("Problems") : t("History")}>
      <div className={styles.panelHead}>
        <h2>{kind === "problems" ? t("Problems") : t("History")}</h2>
        <button className={face.iconButton} aria-label={t("Close the panel")} onClick={onClose}>
          <X size={14} aria-hidden />
        </button>
      </div>
      <div className={styles.panelBody}>{kind === "problems" ? <Problems drawing={drawing} onPlace={onPlace} onField={onField} /> : <History drawing={drawing} />}</div>
    </section>
  );
}

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

function Problems({ drawing, onPlace, onField }: Pick<DrawPanelProps, "drawing" | "onPlace" | "onField">): ReactNode {
  const { problems } = drawing;
  if (problems.length === 0) return <p className={face.none}>{t("No problems.")}</p>;
  return (
    <ul className={styles.rows}>
      {problems.map((each, at) => {
        const Icon = icons[each.severity];
        const task = taskOf(each);
        const missing = each.code === "sql/missing-dep" ? drawing.advice.missing.find((one) => missingWords(one) === each.message) : undefined;
        return (
          <li key={at} className={styles.row}>
            <button
              className={styles.rowButton}
              title={task === null ? t("Show line {{line}} of the YAML", { line: each.line }) : t("Show {{task}}", { task })}
              onClick={() => {
                if (task === null) return onPlace(each);
                onField(each);
              }}
            >
              <Icon size={14} className={styles.severity} data-severity={each.severity} aria-label={severityWords[each.severity]} />
              <span className="dw-num dw-mono dw-dim">
                {each.line}:{each.column}
              </span>
              <span>
                <MessageText text={each.message} />
              </span>
            </button>
            {missing !== undefined && (
              <Button size="compact-xs" variant="default" onClick={() => drawing.perform(connectAct(missing.dep, missing.task))}>
                {t("Add dependency")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function History({ drawing }: { drawing: Drawing }): ReactNode {
  const history = useDocumentState(drawing.document.text, (state) => state.history);
  const steps = history.entries.map((entry, at) => ({ entry, place: at + 1 })).toReversed();
  return (
    <ol className={styles.rows} reversed>
      {steps.map(({ entry, place }) => (
        <li key={entry.id}>
          <button className={styles.rowButton} aria-current={place === history.cursor ? "step" : undefined} data-undone={place > history.cursor || undefined} onClick={() => drawing.document.text.goTo(place)}>
            <span className={styles.stepName}>{entry.name}</span>
            {place === history.saved && <span className="dw-dim">{t("saved")}</span>}
            <span className="dw-dim">
              <RelativeTime at={entry.at} />
            </span>
          </button>
        </li>
      ))}
      <li>
        <button className={styles.rowButton} aria-current={history.cursor === 0 ? "step" : undefined} onClick={() => drawing.document.text.goTo(0)}>
          <span className={styles.stepName}>{t("As it was opened")}</span>
        </button>
      </li>
    </ol>
  );
}
