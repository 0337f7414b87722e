/** What to do in a workspace without a DAG. */
import { Button } from "@mantine/core";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { runCommand } from "../../app/command-handlers.ts";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { ExampleText } from "../../ui/example-text.tsx";
import styles from "./home-page.module.css";

export function FirstSteps(): ReactNode {
  return (
    <section aria-label={t("First steps")} className={styles.section}>
      <p className={`${styles.lead} dw-dim`}>{t("This workspace has no DAG yet. Two steps lead to the first green task, or look at a sample first.")}</p>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <h2 className="dw-small-heading">{t("1. Draw a DAG")}</h2>
          <Button className={styles.begin} leftSection={<Plus size={14} aria-hidden />} onClick={() => runCommand("dag.new")}>
            {t("New DAG")}
          </Button>
          <span>
            {rich("Or save this as {{code}} in the workspace; it shows up at once.", { code: <code>hello.dag.yaml</code> })}
          </span>
          <ExampleText text={"dag: hello\ntasks:\n  say_hello:\n    config_type: BashTask\n    bash: echo hello"} />
        </li>
        <li className={styles.step}>
          <h2 className="dw-small-heading">{t("2. Run it")}</h2>
          <span>{t("Press Run DAG at its drawing, or say in a terminal:")}</span>
          <ExampleText text="dagwright run hello" />
        </li>
        <li className={styles.step}>
          <h2 className="dw-small-heading">{t("Or begin with a sample")}</h2>
          <span>{t("Real data, three DAGs, nothing to set up. This makes a workspace of it, to be opened then:")}</span>
          <ExampleText text="dagwright init my-workspace" />
          <span>{t("Or forty tasks for each of twenty users, started by events:")}</span>
          <ExampleText text={"dagwright init my-onboarding \\\n  --sample onboarding"} />
        </li>
      </ol>
    </section>
  );
}
