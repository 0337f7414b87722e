/** Why nothing was tried, with the way out where there is one. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { mayRun, runCommand } from "../../../app/command-handlers.ts";
import type { Failure } from "../../../rpc/failure.ts";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import styles from "./output.module.css";

export function Trouble({ failure }: { failure: Failure }): ReactNode {
  const mayTrust = failure.code === "workspace/untrusted" && mayRun("workspace.trust");
  return (
    <div className={styles.trouble} role="alert">
      <span>
        <MessageText text={failure.message} />
      </span>
      {mayTrust && (
        <Button size="compact-xs" variant="default" onClick={() => runCommand("workspace.trust")}>
          {t("Trust…")}
        </Button>
      )}
      {failure.code === "dag/invalid" && (
        <Button size="compact-xs" variant="default" onClick={() => runCommand("draw.problems")}>
          {t("Problems")}
        </Button>
      )}
    </div>
  );
}
