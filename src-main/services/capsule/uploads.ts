/** Files that a window or a command hands over piece by piece: neither names a place on this disk. What is not finished goes with the engine. */
import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../../shared/errors/app-error.ts";

const largest = 4 * 1024 ** 3;
const mostAtOnce = 4;

interface Upload {
  /** The name that it had where it came from. */
  readonly file: string;
  readonly path: string;
  readonly handle: number;
  readonly expected: number;
  bytes: number;
}

export class Uploads {
  readonly #folder: string;
  readonly #open = new Map<string, Upload>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  begin({ file, bytes }: { file: string; bytes: number }): { uploadId: string } {
    if (bytes > largest) throw new AppError("capsule/too-large", `${file}: has ${bytes.toLocaleString("en")} bytes; a run capsule has at most 4 GiB.`);
    // Whoever went away in the middle does not come back.
    for (const [id] of [...this.#open].slice(0, Math.max(0, this.#open.size - mostAtOnce + 1))) this.#drop(id);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const uploadId = randomUUID();
    const path = join(this.#folder, `upload-${uploadId}`);
    this.#open.set(uploadId, { file: basename(file.replaceAll("\\", "/")), path, handle: openSync(path, "wx", 0o600), expected: bytes, bytes: 0 });
    return { uploadId };
  }

  push(uploadId: string, data: string): { bytes: number } {
    const upload = this.#find(uploadId);
    const piece = Buffer.from(data, "base64");
    if (upload.bytes + piece.length > upload.expected) {
      this.#drop(uploadId);
      throw new AppError("input/invalid", `${upload.file}: more came than its ${upload.expected} bytes; it changed while it was read. Try again.`);
    }
    for (let done = 0; done < piece.length; ) done += writeSync(upload.handle, piece, done);
    upload.bytes += piece.length;
    return { bytes: upload.bytes };
  }

  /** Gives the whole file to `work`, and removes it afterwards. */
  async take<T>(uploadId: string, work: (file: string, path: string) => Promise<T>): Promise<T> {
    const upload = this.#find(uploadId);
    try {
      if (upload.bytes !== upload.expected) throw new AppError("input/invalid", `${upload.file}: only ${upload.bytes} of its ${upload.expected} bytes came; try again.`);
      return await work(upload.file, upload.path);
    } finally {
      this.#drop(uploadId);
    }
  }

  close(): void {
    for (const id of [...this.#open.keys()]) this.#drop(id);
  }

  #find(uploadId: string): Upload {
    const upload = this.#open.get(uploadId);
    if (upload) return upload;
    throw new AppError("input/invalid", "The file that is handed over is not known: the engine started anew, or it took too long. Open it again.");
  }

  #drop(uploadId: string): void {
    const upload = this.#open.get(uploadId);
    if (!upload) return;
    this.#open.delete(uploadId);
    closeSync(upload.handle);
    rmSync(upload.path, { force: true });
  }
}
