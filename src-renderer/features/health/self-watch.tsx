/** What the engine says of itself: is it well, does work move, and what it mended by itself, the latest first. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { EngineInfo } from "../../../shared/contract/engine.ts";
import type { HealthNote, HealthReport } from "../../../shared/contract/health.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { InstantText, RelativeTime } from "../../ui/time-text.tsx";
import { Facts, HealthCard, LightMark, type Light } from "./health-card.tsx";
import styles from "./health-page.module.css";

/** Read anew with every note of the journal, and when what is there changes. */
export function useHealth(info: EngineInfo): HealthReport | null {
  const { instanceId, healthNotes, trouble, running, queued, runner, sqlHost } = info;
  const rpc = useRpc();
  const query = rpc.health.read.queryOptions({ input: {} });
  return useQuery({ ...query, queryKey: [...query.queryKey, instanceId, healthNotes, trouble, running, queued, runner.pid, sqlHost.state], placeholderData: (before) => before }).data ?? null;
}

export function WatchCard({ report }: { report: HealthReport }): ReactNode {
  const { ok, troubles, running, queued, lastEndAt } = report;
  return (
    <HealthCard title={t("Self-watch")} light={ok ? ["good", t("All is well")] : ["bad", t("Something is wrong")]}>
      <Facts
        facts={[
          ...troubles.map((words): readonly [string, ReactNode] => [t("Trouble"), words]),
          [t("Work"), queued > 0 && running === 0 ? t("{{count}} tasks wait, none runs", { count: queued }) : running > 0 ? t("moves: {{count}} tasks run", { count: running }) : t("nothing to do")],
          [t("Last end of a task"), lastEndAt === null ? t("none since the engine started") : <RelativeTime key="at" at={lastEndAt} />],
          [t("Heartbeats"), t("asked for every five seconds")],
        ]}
      />
    </HealthCard>
  );
}

const lights: Record<HealthNote["kind"], () => Light> = { trouble: () => ["bad", t("Trouble")], healed: () => ["good", t("Mended")], news: () => ["rest", t("News")] };

export function HealthJournal({ journal }: { journal: readonly HealthNote[] }): ReactNode {
  return (
    <section className={styles.journal} aria-label={t("Health journal")}>
      <h2>{t("What the engine noticed")}</h2>
      {journal.length === 0 ? (
        <p className="dw-dim">{t("Nothing since it started. A process that dies, work that stands still or a full disk would be told here, with what was done about it.")}</p>
      ) : (
        <ol>
          {journal.toReversed().map((note, place) => (
            <li key={formatCount(journal.length - place)}>
              <LightMark light={lights[note.kind]()} />
              <span>
                {note.words}
                {note.span !== undefined && (
                  <span className="dw-dim">
                    {" "}
                    <InstantText at={note.span.from} /> – <InstantText at={note.span.to} />
                  </span>
                )}
              </span>
              <span className="dw-dim">
                <RelativeTime at={note.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
