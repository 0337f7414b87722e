/** What every workload shares: figures, medians, the machine, temporary workspaces, and the one line of JSON a figure. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, platform, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

export interface Figure {
  readonly id: string;
  readonly metric: string;
  /** In the unit that the metric names. */
  readonly ours: number;
  readonly peer: { readonly name: string; readonly value: number | null };
  /** Ours over the peer's; null when the peer is missing. */
  readonly ratio: number | null;
  readonly goal: string;
  readonly met: boolean;
  readonly samples: number;
  readonly machine: string;
}

export interface RunOptions {
  /** As many rounds as the promise asks for, which may take hours; otherwise a look. */
  readonly long: boolean;
  /** Folder of what takes long to make and is kept for the next time; null for one that is gone afterwards. */
  readonly keep: string | null;
  /** Only makes what is kept. */
  readonly prepare: boolean;
}

export interface Workload {
  readonly id: string;
  readonly title: string;
  run(options: RunOptions): Promise<Figure[]>;
}

export function figure(of: Omit<Figure, "ratio" | "machine">): Figure {
  const ratio = of.peer.value === null ? null : round(of.ours / of.peer.value);
  return { ...of, ours: round(of.ours), peer: { ...of.peer, value: of.peer.value === null ? null : round(of.peer.value) }, ratio, machine: machineText() };
}

/** A figure of a promise that is kept or broken: there is no peer to race with. */
export function kept(of: Omit<Figure, "ratio" | "machine" | "peer">): Figure {
  return figure({ ...of, peer: { name: "none (a promise, not a race)", value: null } });
}

/** How often something happened that must not happen at all. */
export function never(of: { readonly id: string; readonly metric: string; readonly found: readonly string[]; readonly samples: number }): Figure {
  for (const one of of.found.slice(0, 20)) console.error(`${of.id}: ${one}`);
  return kept({ id: of.id, metric: of.metric, ours: of.found.length, goal: "0", met: of.found.length === 0, samples: of.samples });
}

/** The value below which `share` of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function machineText(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? "cpu"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}, Node ${process.versions.node}`;
}

/** A folder that is gone afterwards. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "dagwright-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Path of a program, or null when the machine has none. */
export function findProgram(name: string): string | null {
  try {
    return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resident bytes of a process now (Linux), or null. */
export function residentBytes(pid: number): number | null {
  try {
    const text = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
    return Number(text.trim()) * 1024;
  } catch {
    return null;
  }
}
