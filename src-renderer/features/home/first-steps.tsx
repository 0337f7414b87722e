/** What to do in a workspace without a DAG. */
import type { ReactNode } from "react";
import styles from "./home-page.module.css";

export function FirstSteps(): ReactNode {
  return (
    <section aria-label="First steps" className={styles.section}>
      <p className="dw-dim">This workspace has no DAG yet. Either way takes a minute:</p>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <h2 className="dw-small-heading">Start from the samples</h2>
          <span>Real data, three DAGs, nothing to set up.</span>
          <pre>npx dagwright init my-workspace</pre>
        </li>
        <li className={styles.step}>
          <h2 className="dw-small-heading">Write a DAG</h2>
          <span>
            Save this as <code>hello.dag.yaml</code> in the workspace; it shows up at once.
          </span>
          <pre>{"dag: hello\ntasks:\n  say_hello:\n    config_type: BashTask\n    bash: echo hello"}</pre>
        </li>
        <li className={styles.step}>
          <h2 className="dw-small-heading">Run it</h2>
          <span>Press Run in the list of DAGs, or from a terminal:</span>
          <pre>npx dagwright run hello</pre>
        </li>
      </ol>
    </section>
  );
}
