/** Who loaded an asset: a way to the task of the run, or who told of a load from elsewhere. */
import type { ReactNode } from "react";
import type { AssetEvent } from "../../shared/model/asset.ts";
import { formatRoute } from "../app/route.ts";
import { rich } from "../strings/rich.tsx";
import { t } from "../strings/t.ts";

/** `isHere`: the runs that loaded are in this workspace. */
export function AssetLoader({ event: { from, by, note }, isHere, tabIndex }: { event: Pick<AssetEvent, "from" | "by" | "note">; isHere: boolean; tabIndex?: number }): ReactNode {
  if (from === null) return t("told of by {{who}}{{note}}", { who: by === null || by.name === "" ? t("somebody") : by.name, note: note === null ? "" : `: ${note}` });
  const { dagId, runId, taskId, mapIndex } = from;
  const name = `${dagId} · ${taskId}${mapIndex === null ? "" : `[${mapIndex}]`}`;
  if (!isHere) return <span title={runId}>{name}</span>;
  const task = (
    <a className="dw-link" href={formatRoute({ page: "run", dagId, runId, taskId })} title={`${dagId} · ${runId} · ${taskId}`} tabIndex={tabIndex}>
      {name}
    </a>
  );
  return rich("loaded by {{task}}", { task });
}
