/** Writes a capsule: the engine does, this page hears how far it is and may stop it. */
import { useState } from "react";
import type { CapsuleChoices, CapsuleExportEvent } from "../../../shared/contract/capsules.ts";
import { useHost } from "../../app/host-context.tsx";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";

export type ExportProgress = Extract<CapsuleExportEvent, { kind: "progress" }>;
type Done = Extract<CapsuleExportEvent, { kind: "done" }>;

export interface ExportCapsule {
  /** Null when nothing is being written. */
  readonly progress: ExportProgress | null;
  readonly done: Done | null;
  readonly failure: Failure | null;
  start(ask: { dagId: string; runId: string; choices: CapsuleChoices }, name: string): Promise<void>;
  cancel(): void;
}

const begun: ExportProgress = { kind: "progress", doing: "tables", detail: "", done: 0, total: 1, bytes: 0 };

export function useExportCapsule(): ExportCapsule {
  const client = useEngineClient();
  const host = useHost();
  const [state, setState] = useState<Pick<ExportCapsule, "progress" | "done" | "failure">>({ progress: null, done: null, failure: null });
  const [stop, setStop] = useState<AbortController | null>(null);
  const start: ExportCapsule["start"] = async (ask, name) => {
    const stopping = new AbortController();
    try {
      const target = await host.chooseExport(name);
      if (target === null) return;
      setStop(stopping);
      setState({ progress: begun, done: null, failure: null });
      for await (const event of await client.capsules.export({ ...ask, target }, { signal: stopping.signal })) {
        if (event.kind === "progress") setState({ progress: event, done: null, failure: null });
        else finish(event);
      }
    } catch (thrown) {
      setState({ progress: null, done: null, failure: stopping.signal.aborted ? null : toFailure(thrown) });
    }
  };
  const finish = (event: Done): void => {
    if (event.download !== null) fetchFile(event.download);
    setState({ progress: null, done: event, failure: null });
  };
  return { ...state, start, cancel: () => (stop?.abort(), setState({ progress: null, done: null, failure: null })) };
}

function fetchFile(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
