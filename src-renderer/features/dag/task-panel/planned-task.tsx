/** A task before its DAG ever ran: what it would do, with templates rendered for now, and nothing run. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { CodeBlock } from "../../../code-view/code-block.tsx";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { Fact } from "../fact.tsx";
import pageStyles from "../facts.module.css";
import { DocText } from "../doc-text.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import { TaskFacts } from "./details-tab.tsx";
import { languageOfField } from "./rendered-tab.tsx";
import styles from "./task-panel.module.css";

export function PlannedTask({ page, taskId }: { page: DagPageState; taskId: string }): ReactNode {
  const task = page.dag?.dag?.tasks.find((each) => each.id === taskId) ?? null;
  const preview = useQuery(useRpc().dags.render.queryOptions({ input: { dagId: page.place.dagId, taskId }, enabled: task !== null }));
  return (
    <div className={styles.scroll} tabIndex={0}>
      {task?.doc && <DocText text={task.doc} />}
      <dl className={pageStyles.factList}>
        <Fact name={t("Kind")}>{task?.kind ?? "–"}</Fact>
        {task && <TaskFacts task={task} />}
      </dl>
      {preview.error && <ErrorState title={t("The preview failed")} failure={toFailure(preview.error)} onRetry={() => void preview.refetch()} />}
      {preview.isLoading && <SkeletonRows rows={4} label={t("Rendering the preview")} />}
      {preview.data?.fields.map((field) =>
        field.text === null ? (
          <p key={field.name} role="alert" className={styles.renderFailure}>
            <code>{field.name}</code>: {field.error}
          </p>
        ) : (
          <CodeBlock key={field.name} name={t("{{field}}, as it would run now", { field: field.name })} text={field.text} language={languageOfField(field.name, task?.kind ?? "")} />
        ),
      )}
    </div>
  );
}
