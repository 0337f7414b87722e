/** One half of the window: its row of tabs and the page of its address. Whatever is touched in it makes it the active one. */
import { useMemo, useRef, useState, type PointerEvent, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { DocumentTabs } from "./document-tabs.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { noteFocus } from "./half-focus.ts";
import { HalfProvider } from "./half-context.tsx";
import { activate, keepEverywhere, type Side } from "./halves.ts";
import styles from "./halves.module.css";
import { useKeepScroll } from "./keep-scroll.ts";
import { PageOutlet } from "./page-outlet.tsx";
import { parseRoute } from "./route.ts";
import { dropTab, isTabDrag, useDragged } from "./tab-drag.ts";
import { keepTab, shownKey, type Half } from "./tabs.ts";
import { TextPlacesProvider } from "./text-places-provider.tsx";
import { changeHalves } from "./use-halves.ts";

/** Two presses at one spot within this time are a double click, even though a page came between them. */
const doubleClick = { ms: 400, px: 6 };

export interface HalfViewProps {
  readonly half: Half;
  readonly active: boolean;
  /** Null while there is only one half. */
  readonly side: Side | null;
}

export function HalfView({ half, active, side }: HalfViewProps): ReactNode {
  const route = useMemo(() => parseRoute(half.hash), [half.hash]);
  const shown = shownKey(half);
  const shows = shown ?? route.page;
  const place = useMemo(() => ({ id: half.id, shows }), [half.id, shows]);
  const page = useRef<HTMLDivElement>(null);
  useKeepScroll(page, place);
  const onPress = useDoubleClickKeeps(shown);
  const touched = (): void => {
    if (!active) changeHalves((window) => activate(window, half.id));
  };
  return (
    <div
      className={styles.half}
      data-active={active || undefined}
      data-split={side ?? undefined}
      {...(side === null ? {} : { role: "group", "aria-label": side === "left" ? t("Left half") : t("Right half") })}
      onPointerDownCapture={(event) => {
        touched();
        onPress(event);
      }}
      onFocusCapture={(event) => {
        touched();
        noteFocus(page.current, event.target);
      }}
    >
      <DocumentTabs half={half} label={side === null ? t("Open documents") : t("Open documents, {{side}}", { side })} />
      <div ref={page} className={styles.page} tabIndex={-1} {...(active ? { id: "page" } : {})}>
        <HalfProvider value={place}>
          <ErrorBoundary key={shows} where={t("This page")}>
            <TextPlacesProvider half={place}>
              <PageOutlet route={route} />
            </TextPlacesProvider>
          </ErrorBoundary>
        </HalfProvider>
        <DropZones half={half} isSplit={side !== null} />
      </div>
    </div>
  );
}

/** The second press of a double click in a list falls on the page that the first one opened: then that is to stay. */
function useDoubleClickKeeps(shown: string | null): (event: PointerEvent) => void {
  const last = useRef({ at: Number.NEGATIVE_INFINITY, x: 0, y: 0 });
  return ({ timeStamp, clientX, clientY }) => {
    const before = last.current;
    last.current = { at: timeStamp, x: clientX, y: clientY };
    const isDouble = timeStamp - before.at < doubleClick.ms && Math.hypot(clientX - before.x, clientY - before.y) < doubleClick.px;
    if (isDouble && shown !== null) changeHalves((window) => keepEverywhere(window, shown, keepTab));
  };
}

/** While a tab is dragged: where on this page it may be let go. */
function DropZones({ half, isSplit }: { half: Half; isSplit: boolean }): ReactNode {
  const dragged = useDragged((state) => state.tab);
  if (dragged === null) return null;
  if (isSplit) return dragged.half === half.id ? null : <DropZone where="whole" onDrop={() => dropTab({ half: half.id })} />;
  if (half.tabs.length < 2) return null;
  return (["left", "right"] as const).map((side) => <DropZone key={side} where={side} onDrop={() => dropTab({ half: null, side })} />);
}

function DropZone({ where, onDrop }: { where: Side | "whole"; onDrop: () => void }): ReactNode {
  const [over, setOver] = useState(false);
  return (
    <div
      className={styles.zone}
      data-where={where}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!isTabDrag(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    />
  );
}
