/** The run of a capsule, read from the capsule's own store by what reads this machine's. */
import type { RunDetail, RunVersion } from "../../../shared/contract/runs.ts";
import type { RunName } from "../../ports/run-source.ts";
import { LocalRuns, type LocalRunsParts } from "../local-runs.ts";

export class CapsuleRuns extends LocalRuns {
  readonly #version: number;

  /** @param version how many versions of the DAG there had been where it ran */
  constructor(parts: LocalRunsParts, version: number) {
    super(parts);
    this.#version = version;
  }

  override get(of: RunName): RunDetail {
    const detail = super.get(of);
    return { ...detail, run: { ...detail.run, versionNumber: this.#version } };
  }

  override version(run: RunName): RunVersion {
    return { ...super.version(run), number: this.#version };
  }
}
