/** An open group: a frame around its tasks, with its name, what it is for, and how it stands in the run. */
import { ChevronDown } from "lucide-react";
import { memo, type CSSProperties, type ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { StateIcon } from "../../ui/state-badge.tsx";
import { stateLook } from "../../ui/state-look.ts";
import { useGraphScene, useKeyed } from "../graph-context.ts";
import { nodeElementId } from "../task-node.tsx";
import { countWords, describeGroup, firstWords } from "./group-words.ts";
import styles from "./groups.module.css";

export const GroupFrame = memo(function GroupFrame({ id }: { id: string }): ReactNode {
  const scene = useGraphScene();
  const status = useKeyed(scene.groupStatuses, id);
  const emphasis = useKeyed(scene.emphases, id);
  const offset = useKeyed(scene.offsets, id);
  const group = scene.folded.groups.get(id);
  if (group === undefined) return null;
  const about = firstWords(group.doc);
  return (
    <div
      id={nodeElementId(id)}
      className={styles.frame}
      style={{ "--gv-state": stateLook(status?.state ?? "none").color, ...(offset && { transform: `translate(${offset.x}px, ${offset.y}px)` }) } as CSSProperties}
      role="group"
      aria-label={describeGroup(group, status, false)}
      data-group-id={id}
      data-emphasis={emphasis}
    >
      <div className={styles.frameHead} title={group.doc ?? id} onClick={() => scene.select(id)} onDoubleClick={() => scene.open(id)}>
        <button className={styles.fold} title={t("Fold the group")} aria-label={t("Fold the group {{id}}", { id })} tabIndex={-1} onClick={(event) => (event.stopPropagation(), scene.fold(id, true))}>
          <ChevronDown size={14} aria-hidden />
        </button>
        {status && <StateIcon state={status.state} />}
        <span className={styles.frameName}>{id}</span>
        <span className={styles.frameCount} title={status ? countWords(status) : undefined}>
          {t("{{count}} tasks", { count: group.tasks.length })}
        </span>
        {about !== null && <span className={styles.frameAbout}>{about}</span>}
      </div>
    </div>
  );
});
