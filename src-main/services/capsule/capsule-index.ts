/** Which capsules were opened here: a small file beside their folders, written whole. What is not there, or cannot be read, was never opened. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Known = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/), file: z.string(), openedAt: z.number(), isOpen: z.boolean(), bytes: z.number() });
export type KnownCapsule = z.infer<typeof Known>;
const File = z.object({ capsules: z.array(Known) });

export class CapsuleIndex {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Newest first; only those whose folder is there. */
  list(): KnownCapsule[] {
    return this.#read().filter(({ id }) => existsSync(join(this.#folder, id, "manifest.json")));
  }

  put(capsule: KnownCapsule): void {
    this.#write([capsule, ...this.#read().filter(({ id }) => id !== capsule.id)].sort((one, other) => other.openedAt - one.openedAt));
  }

  remove(id: string): void {
    this.#write(this.#read().filter((one) => one.id !== id));
  }

  #read(): KnownCapsule[] {
    try {
      return File.parse(JSON.parse(readFileSync(join(this.#folder, "opened.json"), "utf8"))).capsules;
    } catch {
      return [];
    }
  }

  #write(capsules: readonly KnownCapsule[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const part = join(this.#folder, `opened.${process.pid}.part`);
    writeFileSync(part, JSON.stringify({ capsules }, null, 1));
    renameSync(part, join(this.#folder, "opened.json"));
  }
}
