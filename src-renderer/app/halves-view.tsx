/** The window's documents: one half, or two with a bar between them that is dragged or moved with the arrow keys. */
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useConnection } from "../rpc/connection-store.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { t } from "../strings/t.ts";
import { SkeletonRows } from "../ui/skeleton-rows.tsx";
import { HalfView } from "./half-view.tsx";
import { activeHalf, keepEverywhere, ratioBounds } from "./halves.ts";
import styles from "./halves.module.css";
import { keepTab } from "./tabs.ts";
import { useUnsaved } from "./unsaved.ts";
import { changeHalves, restoreHalves, useHalves } from "./use-halves.ts";

const keyStep = 0.02;

export function HalvesView(): ReactNode {
  const window = useHalves();
  const workspace = useEngineInfo()?.workspace.path ?? null;
  const phase = useConnection().phase;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (workspace !== null) restoreHalves(workspace);
  }, [workspace]);
  useEditedStay();
  // Until it is known whose tabs come back, no page is shown that would have to give way a moment later.
  if (window.workspace === null && phase === "connecting" && (location.hash === "" || location.hash === "#/")) return <SkeletonRows rows={12} label={t("Opening the workspace")} />;
  const active = activeHalf(window).id;
  const [left, right] = window.halves;
  if (left === undefined) return null;
  const percent = Math.round(window.ratio * 100);
  return (
    <div ref={place} className={styles.halves} style={right === undefined ? undefined : { gridTemplateColumns: `minmax(0, ${window.ratio}fr) 5px minmax(0, ${1 - window.ratio}fr)` }}>
      <HalfView key={left.id} half={left} active={left.id === active} side={right === undefined ? null : "left"} />
      {right !== undefined && (
        <>
          <div
            className={styles.bar}
            role="separator"
            aria-label={t("Width of the left half")}
            aria-orientation="vertical"
            aria-valuenow={percent}
            aria-valuemin={ratioBounds.least * 100}
            aria-valuemax={ratioBounds.most * 100}
            tabIndex={0}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => dragBar(event, place.current)}
            onDoubleClick={() => setRatio(0.5)}
            onKeyDown={(event) => moveBar(event, window.ratio)}
          />
          <HalfView key={right.id} half={right} active={right.id === active} side="right" />
        </>
      )}
    </div>
  );
}

/** What is being changed is no preview any more. */
function useEditedStay(): void {
  const unsaved = useUnsaved((keys) => keys);
  useEffect(() => changeHalves((window) => [...unsaved].reduce((now, key) => keepEverywhere(now, key, keepTab), window)), [unsaved]);
}

function setRatio(ratio: number): void {
  changeHalves((window) => ({ ...window, ratio: Math.min(ratioBounds.most, Math.max(ratioBounds.least, ratio)) }));
}

function dragBar(event: PointerEvent, place: HTMLElement | null): void {
  if (place === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
  const { left, width } = place.getBoundingClientRect();
  setRatio((event.clientX - left) / width);
}

function moveBar(event: KeyboardEvent, ratio: number): void {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  setRatio(ratio + (event.key === "ArrowRight" ? keyStep : -keyStep));
}
