/** Zoom of a time axis by buttons, slider and keys; by wheel and drag it is the chart's own business. */
import { ActionIcon, Slider, Tooltip } from "@mantine/core";
import { Maximize2, Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../strings/t.ts";
import type { TimeView } from "../ui/use-time-view.ts";
import { useCommandContexts, useCommandHandlers } from "./command-handlers.ts";
import { useKeyTitles } from "./key-map.ts";
import styles from "./time-zoom.module.css";

const zoomStep = 1.6;

export function TimeZoom({ view }: { view: TimeView }): ReactNode {
  const titles = useKeyTitles();
  useCommandContexts("timeAxis");
  useCommandHandlers({
    "time.zoomIn": () => view.zoomBy(1 / zoomStep),
    "time.zoomOut": () => view.zoomBy(zoomStep),
    "time.zoomReset": view.reset,
  });
  const most = Math.log2(view.mostZoom);
  return (
    <div className={styles.zoom} role="group" aria-label={t("Zoom of the time axis")}>
      <Tooltip label={titles("time.zoomOut", t("Zoom out"))}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("Zoom out")} aria-disabled={view.zoom <= 1} onClick={() => view.zoomBy(zoomStep)}>
          <Minus size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Slider
        className={styles.slider as string}
        size="sm"
        min={0}
        max={Math.max(0.01, most)}
        step={0.01}
        value={Math.log2(view.zoom)}
        label={null}
        thumbLabel={t("Zoom")}
        thumbProps={{ "aria-valuetext": t("{{zoom}} times", { zoom: view.zoom.toFixed(1) }) }}
        onChange={(value) => view.zoomBy(view.zoom / 2 ** value)}
      />
      <Tooltip label={titles("time.zoomIn", t("Zoom in"))}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("Zoom in")} onClick={() => view.zoomBy(1 / zoomStep)}>
          <Plus size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={titles("time.zoomReset", t("All of the time"))}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("All of the time")} onClick={view.reset}>
          <Maximize2 size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
