/** What one does with a result, above it at the right: find, columns, the whole cell, export and how far it is. */
import { Button } from "@mantine/core";
import { Download, PanelRight, Search } from "lucide-react";
import type { ReactNode } from "react";
import type { ResultColumn } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatCount } from "../../../ui/format.ts";
import type { GridLayoutControl } from "../../../ui/grid-layout.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import styles from "./results.module.css";
import type { ExportProgress } from "./use-export.ts";

export interface ResultToolsProps {
  readonly columns: readonly ResultColumn[];
  readonly layout: GridLayoutControl;
  /** The rows are shown, not their chart or profile. */
  readonly areRows: boolean;
  readonly isWhole: boolean;
  readonly isCellOpen: boolean;
  readonly progress: ExportProgress | null;
  /** In the place of the button that opens it. */
  readonly find: ReactNode;
  readonly onFind: () => void;
  readonly onColumn: (column: number) => void;
  readonly onCell: () => void;
  readonly onExport: () => void;
}

export function ResultTools({ columns, layout, areRows, isWhole, isCellOpen, progress, find, onFind, onColumn, onCell, onExport }: ResultToolsProps): ReactNode {
  return (
    <span className={styles.toolsEnd}>
      {areRows && isWhole && (find ?? <Tool icon={<Search size={13} aria-hidden />} words={t("Find")} onClick={onFind} />)}
      {areRows && <ColumnsMenu columns={columns} control={layout} onGo={onColumn} />}
      {areRows && <Tool icon={<PanelRight size={13} aria-hidden />} words={t("Cell")} isOn={isCellOpen} onClick={onCell} />}
      {isWhole && progress === null && <Tool icon={<Download size={13} aria-hidden />} words={t("Export")} onClick={onExport} />}
      {progress !== null && (
        <span className={styles.find}>
          <span role="status" className="dw-num">
            {progress.totalRows === null ? t("{{count}} rows written, {{bytes}}", { count: progress.rows, bytes: formatBytes(progress.bytes) }) : t("{{rows}} of {{count}} rows written, {{bytes}}", { rows: formatCount(progress.rows), count: progress.totalRows, bytes: formatBytes(progress.bytes) })}
          </span>
          <Button size="compact-xs" variant="default" onClick={progress.cancel}>
            {t("Cancel export")}
          </Button>
        </span>
      )}
    </span>
  );
}

/** `isOn` is there for what stays open. */
function Tool({ icon, words, isOn, onClick }: { icon: ReactNode; words: string; isOn?: boolean; onClick: () => void }): ReactNode {
  return (
    <Button size="compact-xs" variant={isOn === true ? "light" : "subtle"} color={isOn === true ? "indigo" : "gray"} aria-pressed={isOn} leftSection={icon} onClick={onClick}>
      {words}
    </Button>
  );
}
