/** A person has stopped waiting: nothing to show, and the way to ask again. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";

export function Stopped({ what, onAgain }: { what: string; onAgain: () => void }): ReactNode {
  return (
    <EmptyState
      title={t("{{what}} was cancelled", { what })}
      action={
        <Button variant="default" onClick={onAgain}>
          {t("Try again")}
        </Button>
      }
    />
  );
}
