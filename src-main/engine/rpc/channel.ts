/**
 * One peer's two-way line of frames, whatever carries it (WebSocket, MessagePort, a child process's IPC).
 * A frame is text, or bytes where a body holds binary data.
 */

/** Larger frames close the line. */
export const maxFrameBytes = 10 * 1024 * 1024;

export type Frame = string | ArrayBuffer;

export interface Channel {
  /** Resolves when the frame has left, so that a slow reader slows the sender instead of filling memory. */
  send(frame: Frame): Promise<void>;
  onFrame(handler: (frame: unknown) => void): void;
  /** Called once, whichever side closed. */
  onClose(handler: () => void): void;
  /** `protocol`: the peer broke the rules; `normal`: we are done; `overload`: it sent too much. */
  close(why: "normal" | "protocol" | "overload", reason?: string): void;
}
