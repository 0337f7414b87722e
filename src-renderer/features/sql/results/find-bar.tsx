/** Finds a text in the result: the engine looks through all rows, the grid goes to the cell. */
import { ActionIcon, TextInput } from "@mantine/core";
import { ArrowDown, ArrowUp, Search, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { FoundCell } from "../../../../shared/contract/sql-look.ts";
import type { ResultOrder } from "../../../../shared/contract/sql.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import type { CellPlace } from "../../../ui/data-grid-model.ts";
import { formatCount } from "../../../ui/format.ts";
import styles from "./results.module.css";

export interface FindBarProps {
  readonly resultId: string;
  readonly order: ResultOrder;
  /** In the order in which they are shown. */
  readonly columns: readonly number[];
  readonly active: CellPlace;
  readonly onFound: (place: CellPlace) => void;
  readonly onClose: () => void;
}

const typedForMs = 250;

export function FindBar({ resultId, order, columns, active, onFound, onClose }: FindBarProps): ReactNode {
  const client = useEngineClient();
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");
  const stop = useRef<AbortController | null>(null);
  const typing = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      stop.current?.abort();
      if (typing.current !== null) clearTimeout(typing.current);
    },
    [],
  );

  const look = (wanted: string, how: { inclusive: boolean; backwards: boolean }): void => {
    if (typing.current !== null) clearTimeout(typing.current);
    stop.current?.abort();
    if (wanted === "") return setSaid("");
    const mine = new AbortController();
    stop.current = mine;
    setSaid(t("Looking…"));
    const from = { row: Math.max(0, active.row), column: active.column, inclusive: how.inclusive };
    client.sql.find({ resultId, ...order, find: { text: wanted, columns: [...columns], from, backwards: how.backwards } }, { signal: mine.signal }).then(
      (found) => {
        if (mine.signal.aborted) return;
        setSaid(wordsOf(found));
        if (found !== null) onFound({ row: found.row, column: found.column });
      },
      (thrown: unknown) => {
        if (!mine.signal.aborted) setSaid(toFailure(thrown).message);
      },
    );
  };
  const next = (backwards: boolean): void => look(text, { inclusive: false, backwards });
  return (
    <div className={styles.find} role="search" aria-label={t("Find in the result")}>
      <TextInput
        size="xs"
        w={200}
        autoFocus
        aria-label={t("Find in the result")}
        placeholder={t("Find in the result")}
        leftSection={<Search size={13} aria-hidden />}
        value={text}
        onChange={(event) => {
          const wanted = event.currentTarget.value;
          setText(wanted);
          if (typing.current !== null) clearTimeout(typing.current);
          typing.current = setTimeout(() => look(wanted, { inclusive: true, backwards: false }), typedForMs);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") next(event.shiftKey);
          else if (event.key === "Escape") onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Previous")} onClick={() => next(true)}>
        <ArrowUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Next")} onClick={() => next(false)}>
        <ArrowDown size={14} aria-hidden />
      </ActionIcon>
      <span className="dw-num dw-dim dw-ellipsis" role="status">
        {said}
      </span>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Close find")} onClick={onClose}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function wordsOf(found: FoundCell | null): string {
  return found === null ? t("No cell has it") : t("{{nth}} of {{cells}}", { nth: formatCount(found.nth), cells: formatCount(found.cells) });
}
