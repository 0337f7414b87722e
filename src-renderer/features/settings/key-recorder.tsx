/** Chooses a key for a command by pressing it, and says before it counts which other command has it. */
import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { findCommand, type CommandId } from "../../../shared/commands/commands.ts";
import { clashesOf, keyMapOf, plainKey, scopeWords, type KeyOverrides } from "../../../shared/commands/key-map.ts";
import { keyText } from "../../../shared/commands/key-text.ts";
import { rich } from "../../strings/rich.tsx";
import { t, translated } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { onMac } from "../../ui/key-hint.tsx";
import type { KeyRow } from "./key-rows.ts";
import { RecordKey } from "./record-key.tsx";
import styles from "./keys-face.module.css";

export interface KeyRecorderProps {
  readonly row: KeyRow;
  readonly overrides: KeyOverrides;
  readonly onClose: () => void;
  /** `takenFrom`: the commands that lose the key, each with the keys that it keeps. */
  readonly onChoose: (key: string, takenFrom: readonly (readonly [CommandId, readonly string[]])[]) => void;
}

export function KeyRecorder({ row, overrides, onClose, onChoose }: KeyRecorderProps): ReactNode {
  const [key, setKey] = useState<string | null>(null);
  const map = keyMapOf(overrides);
  const clashes = key === null ? [] : clashesOf(map, row.id, key);
  const taken = clashes.filter((clash) => clash.kind === "taken");
  const take = (): void => {
    if (key === null) return;
    onChoose(key, taken.map(({ id }) => [id, (map.get(id) ?? []).filter((each) => plainKey(each) !== plainKey(key))]));
  };
  return (
    <Dialog title={t("Key for “{{row}}”", { row: row.title })} size={480} onClose={onClose} startsInside>
      <div className={styles.dialog}>
        <RecordKey label={t("Press the keys")} value={key} onKey={setKey} onLeave={onClose} onEnter={take} />
        <div role="status" className={styles.warnings}>
          {clashes.map((clash) => (
            <p key={clash.id}>
              {rich("{{key}} is the key of “{{command}}” ({{scope}}).", { key: <strong>{keyText(key ?? "", onMac)}</strong>, command: translated(clash.title), scope: translated(scopeWords(findCommand(clash.id))) })}{" "}
              {clash.kind === "taken" ? t("Only one of them can have it.") : t("While the canvas has the focus, the one of the canvas is done.")}
            </p>
          ))}
          {clashes.length === 0 && <p className="dw-dim">{key === null ? t("Enter takes what is shown, Escape leaves it. Those two and Tab can be set in the JSON only.") : t("No other command has it.")}</p>}
        </div>
        <div className={styles.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button disabled={key === null} onClick={take}>
            {taken.length === 0 ? t("Use this key") : t("Take it from there")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
