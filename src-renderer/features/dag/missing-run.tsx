/** What stands where the run of an address should be and is not: why, and where to go from here. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { formatRoute } from "../../app/route.ts";
import type { Failure } from "../../rpc/failure.ts";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import type { DagPageState } from "./use-dag-page.ts";

/** No such run is known; trying again would find none either. */
export function isRunMissing({ runFailure, detail }: DagPageState): boolean {
  return detail === null && runFailure?.code === "run/not-found";
}

export function NoRun({ page, failure }: { page: DagPageState; failure: Failure }): ReactNode {
  const { place, runs, retry } = page;
  if (page.runId === null) return <ErrorState title={t("The runs could not be read")} failure={failure} onRetry={retry} />;
  if (!isRunMissing(page)) return <ErrorState title={t("This run cannot be shown")} failure={failure} onRetry={retry} />;
  const hint = t("It was dropped by retention, or ran in another workspace or on another machine.");
  return (
    <ErrorState
      title={t("This run is not here")}
      failure={{ ...failure, message: `${failure.message} ${hint}` }}
      actions={
        <>
          {runs.length > 0 && (
            <Button component="a" href={formatRoute({ page: "dag", dagId: place.dagId })} size="compact-sm" variant="default">
              {t("Show the newest run")}
            </Button>
          )}
          <Button component="a" href={formatRoute({ page: "runs", dagId: place.dagId })} size="compact-sm" variant="default">
            {t("All runs of {{dagId}}", { dagId: place.dagId })}
          </Button>
          <Button component="a" href={formatRoute({ page: "find", text: page.runId })} size="compact-sm" variant="default">
            {t("Look for it in the archive, too")}
          </Button>
        </>
      }
    />
  );
}
