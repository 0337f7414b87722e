/** Asks the engine which columns the query of a drawn task gives, on the text as it stands. */
import type { TaskColumns } from "../../../../shared/contract/tries.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import type { Drawing } from "../use-drawing.ts";
import { useTextNow } from "./use-text-now.ts";

export function useAskColumns(drawing: Drawing): (taskId: string) => Promise<TaskColumns> {
  const rpc = useRpc();
  const textNow = useTextNow(drawing);
  return (taskId) => {
    for (const write of drawing.unwritten.current) write();
    return rpc.tries.columns.call({ ...textNow(), taskId });
  };
}
