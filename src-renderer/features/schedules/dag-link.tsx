/** The way to a DAG. */
import type { ReactNode } from "react";
import { formatRoute } from "../../app/route.ts";

export function DagLink({ dagId }: { dagId: string }): ReactNode {
  return (
    <a className="dw-link" href={formatRoute({ page: "dag", dagId })}>
      {dagId}
    </a>
  );
}
