/** A folded group: one card that stands for its tasks, with the worst of their states and how many are in which. */
import { ChevronRight, CircleAlert, TriangleAlert } from "lucide-react";
import { memo, type CSSProperties, type ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { StateIcon } from "../../ui/state-badge.tsx";
import { stateLook } from "../../ui/state-look.ts";
import { useGraphScene, useKeyed } from "../graph-context.ts";
import styles from "../task-node.module.css";
import { FigureText, ShareBar } from "../node-figure.tsx";
import { NodeAnchors, nodeElementId } from "../task-node.tsx";
import { describeGroup } from "./group-words.ts";
import own from "./groups.module.css";
import { StateCounts } from "./state-counts.tsx";
import { severityWords } from "../../ui/model-words.ts";

export const GroupNode = memo(function GroupNode({ id }: { id: string }): ReactNode {
  const scene = useGraphScene();
  const status = useKeyed(scene.groupStatuses, id);
  const emphasis = useKeyed(scene.emphases, id);
  const offset = useKeyed(scene.offsets, id);
  const badge = useKeyed(scene.badges, id);
  const faint = useKeyed(scene.run.faint, id);
  const trail = useKeyed(scene.run.trail, id);
  const group = scene.folded.groups.get(id);
  if (group === undefined) return null;
  const state = status?.state ?? "none";
  return (
    <div
      id={nodeElementId(id)}
      className={`${styles.node} ${own.folded}`}
      style={{ "--gv-state": stateLook(state).color, ...(offset && { transform: `translate(${offset.x}px, ${offset.y}px)` }) } as CSSProperties}
      role="group"
      aria-label={describeGroup(group, status, true) + (badge ? `, ${severityWords[badge.severity]}: ${badge.text}` : "")}
      data-group-id={id}
      data-state={state}
      data-emphasis={emphasis}
      data-faint={faint}
      data-trail={trail}
      title={group.doc ?? id}
      onClick={() => scene.select(id)}
      onDoubleClick={() => scene.open(id)}
    >
      <div className={styles.head}>
        <StateIcon state={state} />
        <span className={styles.name}>{id}</span>
        {badge && (
          <span className={styles.badge} data-severity={badge.severity} title={badge.text}>
            {badge.severity === "error" ? <CircleAlert size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
          </span>
        )}
        <button className={`${own.fold} ${own.unfold}`} title={t("Unfold the group")} aria-label={t("Unfold the group {{id}}", { id })} tabIndex={-1} onClick={(event) => (event.stopPropagation(), scene.fold(id, false))}>
          <ChevronRight size={14} aria-hidden />
        </button>
      </div>
      <div className={styles.foot}>
        <span className={own.number}>{t("{{count}} tasks", { count: group.tasks.length })}</span>
        {status && <StateCounts status={status} />}
        <FigureText id={id} />
      </div>
      <ShareBar id={id} />
      <NodeAnchors />
    </div>
  );
});
