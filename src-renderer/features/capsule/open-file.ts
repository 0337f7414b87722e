/** Hands a file over to the engine piece by piece: neither the page nor the engine learns where it lies. */
import { uploadPieceBytes, type CapsuleEntry } from "../../../shared/contract/capsules.ts";
import { toBase64 } from "../../app/base64.ts";
import type { EngineClient } from "../../rpc/client.ts";

export interface OpenProgress {
  readonly step: "read" | "unpack";
  readonly done: number;
  readonly total: number;
}

export async function openFile(client: EngineClient, file: File, { signal, tell }: { signal: AbortSignal; tell: (progress: OpenProgress) => void }): Promise<CapsuleEntry> {
  const { uploadId } = await client.capsules.beginUpload({ file: file.name, bytes: file.size });
  for (let at = 0; at < file.size; at += uploadPieceBytes) {
    signal.throwIfAborted();
    const piece = new Uint8Array(await file.slice(at, at + uploadPieceBytes).arrayBuffer());
    await client.capsules.upload({ uploadId, data: toBase64(piece) }, { signal });
    tell({ step: "read", done: Math.min(file.size, at + uploadPieceBytes), total: file.size });
  }
  for await (const event of await client.capsules.open({ uploadId }, { signal })) {
    if (event.kind === "done") return event.capsule;
    tell({ step: "unpack", done: event.done, total: event.total });
  }
  throw new Error("the engine did not say how it ended");
}
