/** One card of the health page: a name, a light with its word, and facts. */
import { CircleCheck, CircleDot, CircleX, Clock } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./health-page.module.css";

export type Light = readonly [kind: "good" | "wait" | "rest" | "bad", word: string];

const looks = {
  good: { icon: CircleCheck, color: "var(--dw-state-success)" },
  wait: { icon: Clock, color: "var(--dw-warn)" },
  rest: { icon: CircleDot, color: "var(--dw-text-2)" },
  bad: { icon: CircleX, color: "var(--dw-error)" },
} as const;

export function HealthCard({ title, light, children }: { title: string; light: Light | null; children: ReactNode }): ReactNode {
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.cardHead}>
        <h2>{title}</h2>
        {light !== null && <LightMark light={light} />}
      </div>
      {children}
    </section>
  );
}

export function LightMark({ light: [kind, word] }: { light: Light }): ReactNode {
  const { icon: Icon, color } = looks[kind];
  return (
    <span className={styles.mark} style={{ color }}>
      <Icon size={14} aria-hidden /> {word}
    </span>
  );
}

export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }): ReactNode {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
