/** Above the text of a query: where it runs, whose words its templates use, and what one does with it. */
import { ActionIcon, Button, Menu, Select, Tooltip } from "@mantine/core";
import { Braces, Ellipsis, Play, Save, SlidersHorizontal, Square } from "lucide-react";
import type { ReactNode } from "react";
import type { CommandId } from "../../../shared/commands/commands.ts";
import { keyText } from "../../../shared/commands/key-text.ts";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { useKeyLookup, useKeyTitles } from "../../app/key-map.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { whyStill } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { onMac } from "../../ui/key-hint.tsx";
import { ConnectionSelect } from "./connection-select.tsx";
import { whenAble } from "../../ui/when-able.ts";
import styles from "./query.module.css";
import type { QueryHome } from "./use-query-home.ts";

export interface QueryActs {
  run(): void;
  runAll(): void;
  cancel(): void;
  explain(analyze?: boolean): void;
  format(): void;
  save(): void;
  saveAs(): void;
  rendered(): void;
  params(): void;
  columns(): void;
  makeTask(): void;
  toFile(): void;
}

export interface QueryBarProps {
  readonly document: TextDocument;
  readonly connections: readonly ConnectionInfo[];
  readonly connection: ConnectionInfo | undefined;
  readonly onConnection: (id: string) => void;
  readonly running: boolean;
  readonly acts: QueryActs;
  readonly ofDag: QueryHome;
  readonly shown: { readonly rendered: boolean; readonly params: boolean };
  readonly hasParams: boolean;
  readonly hasTemplates: boolean;
  /** It has no file yet. */
  readonly isScratch: boolean;
}

export function QueryBar({ document, connections, connection, onConnection, running, acts, ofDag, shown, hasParams, hasTemplates, isScratch }: QueryBarProps): ReactNode {
  const dirty = useDocumentState(document, (state) => state.dirty);
  const saving = useDocumentState(document, (state) => state.saving);
  const info = useEngineInfo();
  const titled = useKeyTitles();
  const whyNot = info?.reading !== undefined ? whyStill(info) : info?.workspace.trusted === false ? t("This workspace is not trusted: nothing runs before you say so.") : connection === undefined ? t("The workspace has no connection.") : null;
  return (
    <div className={styles.tools}>
      <ConnectionSelect connections={connections} connection={connection} onChoose={onConnection} />
      {running ? (
        <Tooltip label={titled("sql.cancel", t("Stops it on the server too"))}>
          <Button size="compact-sm" color="red" variant="light" leftSection={<Square size={13} />} onClick={acts.cancel}>
            {t("Cancel")}
          </Button>
        </Tooltip>
      ) : (
        <Tooltip label={whyNot ?? titled("sql.run", t("Runs the selection, or the statement at the cursor"))}>
          <Button size="compact-sm" leftSection={<Play size={13} />} {...whenAble(whyNot === null, acts.run)}>
            {t("Run")}
          </Button>
        </Tooltip>
      )}
      <Tooltip label={titled("sql.runAll", t("Runs every statement, one after the other"))}>
        <Button size="compact-sm" variant="default" {...whenAble(!running && whyNot === null, acts.runAll)}>
          {t("Run all")}
        </Button>
      </Tooltip>
      <Tooltip label={titled("sql.explain", t("How the database would run it"))}>
        <Button className={styles.wide ?? ""} size="compact-sm" variant="subtle" color="gray" {...whenAble(!running && whyNot === null, () => acts.explain())}>
          {t("Explain")}
        </Button>
      </Tooltip>
      <Tooltip label={titled("sql.format", t("Templates stay as they are"))}>
        <Button className={styles.wide ?? ""} size="compact-sm" variant="subtle" color="gray" onClick={acts.format}>
          {t("Format")}
        </Button>
      </Tooltip>
      <span className={styles.end}>
        {(hasTemplates || shown.rendered || ofDag.home !== null) && (
          <Select aria-label={t("Words of the templates")} title={t("Whose words the templates use")} size="xs" w={170} searchable allowDeselect={false} data={[...ofDag.options]} value={ofDag.chosen} onChange={(value) => value !== null && ofDag.choose(value)} />
        )}
        {hasParams && (
          <Tool title={titled("sql.params", t("Parameters"))} pressed={shown.params} onPress={acts.params}>
            <SlidersHorizontal size={14} aria-hidden />
          </Tool>
        )}
        <Tool title={titled("sql.rendered", t("Rendered text"))} pressed={shown.rendered} onPress={acts.rendered}>
          <Braces size={14} aria-hidden />
        </Tool>
        <More acts={acts} whyNot={whyNot} />
        {isScratch ? (
          <span className={`dw-dim dw-ellipsis ${styles.path ?? ""}`} title={t("It is kept without a name, also after a crash, until it is saved as a file or discarded.")}>
            {t("Not saved as a file")}
          </span>
        ) : (
          <code className={`dw-dim dw-ellipsis ${styles.path ?? ""}`} title={document.path}>
            {document.path}
          </code>
        )}
        <Tooltip label={titled("draw.save", isScratch ? t("Give it a name") : t("Write the file"))}>
          <Button size="compact-sm" variant={dirty ? "filled" : "default"} leftSection={<Save size={14} />} {...whenAble(dirty && !saving, acts.save)}>
            {isScratch ? t("Save…") : t("Save")}
          </Button>
        </Tooltip>
      </span>
    </div>
  );
}

function Tool({ title, pressed, onPress, children }: { title: string; pressed: boolean; onPress: () => void; children: ReactNode }): ReactNode {
  return (
    <Tooltip label={title}>
      <ActionIcon variant={pressed ? "light" : "subtle"} color={pressed ? "indigo" : "gray"} size={26} aria-label={title.replace(/ \([^)]*\)$/, "")} aria-pressed={pressed} onClick={onPress}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** What is wanted less often, and what a narrow bar has no room for. */
function More({ acts, whyNot }: { acts: QueryActs; whyNot: string | null }): ReactNode {
  const keysOf = useKeyLookup();
  const item = (id: CommandId, title: string, act: () => void, disabled = false): ReactNode => (
    <Menu.Item key={id} disabled={disabled} rightSection={<span className="dw-dim">{keyText(keysOf(id)[0] ?? "", onMac)}</span>} onClick={act}>
      {title}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("More")}>
          <Ellipsis size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item("sql.makeTask", t("Make a task of this query…"), acts.makeTask, whyNot !== null)}
        {item("sql.columns", t("Where its columns come from"), acts.columns)}
        {item("sql.saveAs", t("Save query as…"), acts.saveAs)}
        {item("sql.toFile", t("Run to a file…"), acts.toFile, whyNot !== null)}
        <Menu.Divider />
        {item("sql.explain", t("Explain"), () => acts.explain(), whyNot !== null)}
        {item("sql.format", t("Format"), acts.format)}
      </Menu.Dropdown>
    </Menu>
  );
}
