/** What stands beside the canvas on its right: the task's program, the YAML, the properties. */
import { lazy, Suspense, type KeyboardEvent, type ReactNode } from "react";
import { openToStay } from "../../app/use-halves.ts";
import styles from "./draw.module.css";
import { t } from "../../strings/t.ts";
import { PropertiesPanel } from "./forms/properties-panel.tsx";
import { GroupPanel } from "./group-panel.tsx";
import type { Drawing } from "./use-drawing.ts";
import { useAskColumns } from "./try/use-ask-columns.ts";
import type { Panes } from "./use-panes.ts";

const DrawCode = lazy(async () => ({ default: (await import("./code/draw-code.tsx")).DrawCode }));
const DrawYaml = lazy(async () => ({ default: (await import("./draw-yaml.tsx")).DrawYaml }));

interface DrawSidesProps {
  readonly drawing: Drawing;
  readonly panes: Panes;
}

export function DrawSides({ drawing, panes }: DrawSidesProps): ReactNode {
  const { code, sides, place } = panes;
  return (
    <>
      {code !== null && (
        <Suspense fallback={null}>
          <DrawCode drawing={drawing} asked={code} onClose={() => panes.close("code")} />
        </Suspense>
      )}
      {sides.yaml && (
        <Suspense fallback={null}>
          <DrawYaml drawing={drawing} place={place} />
        </Suspense>
      )}
      {sides.properties && <Properties drawing={drawing} panes={panes} />}
    </>
  );
}

function Properties({ drawing, panes: { side, reveal, openCode } }: DrawSidesProps): ReactNode {
  const { document, selection, chosenTasks, advice, graph } = drawing;
  const askColumns = useAskColumns(drawing);
  const backOnEscape = (event: KeyboardEvent): void => {
    const isOpenList = event.target instanceof Element && event.target.getAttribute("aria-expanded") === "true";
    if (event.key !== "Escape" || event.defaultPrevented || isOpenList) return;
    // On the canvas this very key would deselect.
    event.preventDefault();
    graph.current?.focus();
  };
  return (
    <aside ref={side} className={styles.side} aria-label={t("Properties")} onKeyDown={backOnEscape}>
      {selection.groups.length === 1 && selection.tasks.length === 0 ? <GroupPanel drawing={drawing} /> : <PropertiesPanel document={document} selection={{ tasks: chosenTasks }} advice={advice} onAskColumns={askColumns} onOpenCode={openCode} onOpenFile={(path) => openToStay({ page: "sql", path })} reveal={reveal} />}
    </aside>
  );
}
