/** The shape of a place: one heading with its count, tools at the right, and the body below. */
import type { ReactNode } from "react";
import styles from "./page.module.css";

export interface PageProps {
  readonly title: string;
  /** "of how many", beside the title. */
  readonly count?: string | null;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  /** The body scrolls as a whole; leave out where a list inside scrolls by itself. */
  readonly scroll?: boolean;
}

export function Page({ title, count, tools, children, scroll = false }: PageProps): ReactNode {
  return (
    <section className={styles.page} aria-label={title}>
      <header className={styles.head}>
        <h1>{title}</h1>
        {count !== undefined && count !== null && <span className={styles.count}>{count}</span>}
        <div className={styles.tools}>{tools}</div>
      </header>
      <div className={scroll ? `${styles.body} ${styles.scroll}` : styles.body} tabIndex={scroll ? 0 : undefined} {...(scroll ? { "data-keeps-scroll": title } : {})}>
        {children}
      </div>
    </section>
  );
}
