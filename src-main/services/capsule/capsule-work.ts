/** What is done with runs, wherever they are read from: shown with their own DAG, replayed, told of in a page. */
import type { CapsuleManifest } from "../../../shared/capsule/manifest.ts";
import type { RecordedRows, ReplayPlan } from "../../../shared/contract/capsules.ts";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { embeddedConnection } from "../../../shared/model/workspace-config.ts";
import type { RunName } from "../../ports/run-source.ts";
import type { DagFiles } from "../dag-files.ts";
import type { RunDrawings } from "../run-drawings.ts";
import type { RunSources } from "../run-sources.ts";
import type { Capsules } from "./capsules.ts";
import { dagOfRun } from "./dag-of-run.ts";
import type { ExportParts } from "./export-capsule.ts";
import { makeIncident } from "./incident.ts";
import { Masking } from "./masking.ts";
import { recordedRows, type RecordedAsk } from "./recorded-rows.ts";
import { matterOfCapsule, planReplay, replay, type ReplayParts, type RunMatter } from "./replay.ts";
import { endedRun, outputsOf } from "./run-facts.ts";

type Sourced = RunName & { readonly source?: string | undefined };

export interface CapsuleWorkParts {
  readonly capsules: Capsules;
  readonly sources: RunSources;
  readonly dags: DagFiles;
  readonly drawings: RunDrawings;
  readonly packing: ExportParts;
  readonly replaying: ReplayParts;
  /** Where links lead: the origin that the engine is served under; null for the desktop. */
  readonly address: () => Promise<string | null>;
}

export class CapsuleWork {
  readonly #parts: CapsuleWorkParts;

  constructor(parts: CapsuleWorkParts) {
    this.#parts = parts;
  }

  manifest(source: string): CapsuleManifest {
    return this.#parts.capsules.opened(source).manifest;
  }

  rows({ source, ...ask }: RecordedAsk & { readonly source: string }): Promise<RecordedRows> {
    const { capsules, packing } = this.#parts;
    return recordedRows(capsules.opened(source), ask, packing.sqlHost.queries, () => packing.connections.reach(embeddedConnection));
  }

  async dag({ source, ...run }: Sourced): Promise<DagDetail> {
    return dagOfRun(this.#parts, await this.#parts.sources.of(source).version(run));
  }

  async planReplay({ source, ...ask }: Sourced & { taskId: string }): Promise<ReplayPlan> {
    return planReplay(this.#parts.replaying, await this.#matterOf(source, ask), ask);
  }

  async replay({ source, ...ask }: Sourced & { taskId: string; params: Record<string, unknown>; conf: Record<string, unknown>; isCodeSeen: boolean }): Promise<{ run: RunSummary; tasks: string[] }> {
    return replay(this.#parts.replaying, await this.#matterOf(source, ask), ask);
  }

  async incident({ source, dagId, runId, taskId, maskedColumns = [] }: Sourced & { taskId?: string | undefined; maskedColumns?: readonly string[] | undefined }): Promise<{ name: string; html: string }> {
    const { packing, sources } = this.#parts;
    const manifest = source === undefined ? null : this.manifest(source);
    const origin = manifest === null ? null : `a run capsule${manifest.origin.host === null ? "" : ` of ${manifest.origin.host}`}, made ${new Date(manifest.exportedAt).toISOString().slice(0, 16).replace("T", " ")} UTC`;
    const around = { environment: manifest?.environment ?? packing.environment(), origin, hasHistory: source === undefined, tool: `${packing.tool.name} ${packing.tool.version}`, madeAt: packing.clock.now(), address: await this.#parts.address() };
    return makeIncident(sources.of(source), { run: { dagId, runId }, taskId, maskedColumns }, around, new Masking(packing.connections.secrets(), packing.maskBytes));
  }

  async #matterOf(source: string | undefined, run: RunName): Promise<RunMatter> {
    if (source !== undefined) return matterOfCapsule(this.#parts.capsules.opened(source));
    const { packing } = this.#parts;
    const found = await outputsOf(packing, endedRun(packing, run.dagId, run.runId));
    const outputs = found.map((output) => {
      const note = output.note ?? (output.isOfRun === false ? "a later run has filled it anew" : null);
      return { ...output, entry: note === null ? "here" : null, rows: output.totalRows ?? 0, isCut: false, note };
    });
    return { runs: packing.local, outputs, texts: {}, masks: { params: [], conf: [] }, isForeign: false, rowsOf: () => null };
  }
}
