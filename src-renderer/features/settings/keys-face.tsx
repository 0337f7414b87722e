/** The keyboard settings: every command with its keys, searched by name or by pressing, each to be changed and reset. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { Keyboard, Plus, RotateCcw, TriangleAlert, X } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { CommandId } from "../../../shared/commands/commands.ts";
import type { KeyOverrides } from "../../../shared/commands/key-map.ts";
import { keyText } from "../../../shared/commands/key-text.ts";
import { useHost } from "../../app/host-context.tsx";
import { t, translated } from "../../strings/t.ts";
import { KeyHint, onMac } from "../../ui/key-hint.tsx";
import { foundRows, keyRows, withKeys, type KeyRow } from "./key-rows.ts";
import { KeyRecorder } from "./key-recorder.tsx";
import { RecordKey } from "./record-key.tsx";
import styles from "./keys-face.module.css";

export interface KeysFaceProps {
  readonly overrides: KeyOverrides;
  /** Set by the administrator: to be looked at only. */
  readonly managed: boolean;
  readonly saving: boolean;
  /** Null takes all own keys away. */
  readonly onSave: (overrides: KeyOverrides | null) => void;
}

export function KeysFace({ overrides, managed, saving, onSave }: KeysFaceProps): ReactNode {
  const isDesktop = useHost().kind === "desktop";
  const [text, setText] = useState("");
  const [key, setKey] = useState<string | null>(null);
  const [pressing, setPressing] = useState(false);
  const [editing, setEditing] = useState<{ row: KeyRow; replaces: string | null } | null>(null);
  const rows = useMemo(() => keyRows(overrides, isDesktop), [overrides, isDesktop]);
  const shown = foundRows(rows, { text, key: pressing ? key : null }, onMac);
  const change = (...changes: readonly (readonly [CommandId, readonly string[] | null])[]): void => onSave(withKeys(overrides, changes));
  const isOff = managed || saving;
  return (
    <div className={styles.face}>
      <div className={styles.tools}>
        {pressing ? (
          <RecordKey label={t("Press the keys to look for")} value={key} onKey={setKey} onLeave={() => setPressing(false)} />
        ) : (
          <TextInput aria-label={t("Search commands")} placeholder={t("Search by command, place or key")} value={text} onChange={(event) => setText(event.currentTarget.value)} w={320} />
        )}
        <Button
          variant={pressing ? "light" : "default"}
          leftSection={<Keyboard size={14} aria-hidden />}
          aria-pressed={pressing}
          onClick={() => {
            setKey(null);
            setPressing(!pressing);
          }}
        >
          {t("Search by pressing")}
        </Button>
        <span className={styles.count} role="status">
          {t("{{shown}} of {{count}} commands", { shown: shown.length, count: rows.length })}
        </span>
        <Button variant="default" disabled={isOff || Object.keys(overrides).length === 0} onClick={() => onSave(null)}>
          {t("Reset all keys")}
        </Button>
      </div>
      {managed && <p className="dw-dim">{t("Your administrator has set the keys.")}</p>}
      {shown.length === 0 && <p className="dw-dim">{pressing && key !== null ? t("No command has {{key}}.", { key: keyText(key, onMac) }) : t("No command has that in its name.")}</p>}
      <div role="list" aria-label={t("Commands and their keys")}>
        {shown.map((row) => (
          <CommandRow key={row.id} row={row} disabled={isOff} onEdit={(replaces) => setEditing({ row, replaces })} onKeys={(keys) => change([row.id, keys])} />
        ))}
      </div>
      {editing !== null && (
        <KeyRecorder
          row={editing.row}
          overrides={overrides}
          onClose={() => setEditing(null)}
          onChoose={(chosen, takenFrom) => {
            setEditing(null);
            const kept = editing.row.keys.filter((each) => each !== editing.replaces && each !== chosen);
            change([editing.row.id, [...kept, chosen]], ...takenFrom);
          }}
        />
      )}
    </div>
  );
}

interface CommandRowProps {
  readonly row: KeyRow;
  readonly disabled: boolean;
  /** Null to add one. */
  readonly onEdit: (replaces: string | null) => void;
  /** Null for those of the registry. */
  readonly onKeys: (keys: readonly string[] | null) => void;
}

function CommandRow({ row, disabled, onEdit, onKeys }: CommandRowProps): ReactNode {
  return (
    <div className={styles.row} role="listitem" aria-label={row.title}>
      <div className={styles.name}>
        <span>{row.title}</span>
        <code className={styles.id}>{row.id}</code>
      </div>
      <span className={styles.scope}>{row.scope}</span>
      <div className={styles.keys}>
        {row.keys.map((key) => (
          <span key={key} className={styles.key}>
            <button type="button" className={styles.cap} disabled={disabled} title={t("Choose another key")} aria-label={t("Change {{key}} of {{row}}", { key: keyText(key, onMac), row: row.title })} onClick={() => onEdit(key)}>
              <KeyHint keys={key} />
            </button>
            <button type="button" className={styles.remove} disabled={disabled} title={t("Take this key away")} aria-label={t("Take {{key}} away from {{row}}", { key: keyText(key, onMac), row: row.title })} onClick={() => onKeys(row.keys.filter((each) => each !== key))}>
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        {row.clashes.map((clash) => (
          <span key={clash.id} className={styles.clash}>
            <TriangleAlert size={12} aria-hidden /> {t("also {{command}}", { command: translated(clash.title) })}
          </span>
        ))}
      </div>
      <div className={styles.acts}>
        {row.isChanged && (
          <ActionIcon variant="subtle" color="gray" disabled={disabled} aria-label={t("Reset the keys of {{row}}", { row: row.title })} title={t("Reset to {{defaults}}", { defaults: row.defaults.map((key) => keyText(key, onMac)).join(", ") || t("none") })} onClick={() => onKeys(null)}>
            <RotateCcw size={14} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon variant="subtle" color="gray" disabled={disabled} aria-label={t("Add a key to {{row}}", { row: row.title })} title={t("Add a key")} onClick={() => onEdit(null)}>
          <Plus size={14} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}
