/** What documents ask of the engine, and how large a text may be to get there. */
import { largestDocumentBytes, type OpenDocument, type SaveReply } from "../../shared/contract/documents.ts";
import { t } from "../strings/t.ts";

export interface DocumentWire {
  open(input: { path: string }): Promise<OpenDocument>;
  /** `handed`: what was asked to be saved and is not answered. */
  draft(input: { path: string; baseHash: string | null; text: string | null; handed: string[] }): Promise<unknown>;
  /** Where another program took the file that had this hash; null when that cannot be told. */
  moved(input: { path: string; hash: string }): Promise<{ to: string | null }>;
  save(input: { path: string; text: string; baseHash: string | null }): Promise<SaveReply>;
}

/** A frame holds 10 MB, and quotes and odd characters take more room in it than in the file. */
const largestFrameBytes = 9.5 * 1024 * 1024;

/** Why a text cannot be sent, as a sentence; null when it can. */
export function tooLargeToSend(path: string, text: string): string | null {
  // No character takes more than six bytes.
  if (text.length * 6 < largestDocumentBytes) return null;
  const encoder = new TextEncoder();
  const isTooLarge = encoder.encode(text).length > largestDocumentBytes || encoder.encode(JSON.stringify(text)).length > largestFrameBytes;
  return isTooLarge ? t("{{path}} is too large: at most {{largestDocumentBytes}} MB are kept and saved here. Make it smaller, or edit it elsewhere.", { path, largestDocumentBytes: largestDocumentBytes / 1024 ** 2 }) : null;
}
