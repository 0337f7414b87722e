/** Over a drawing whose text is no YAML: what is wrong, and the way to its place. */
import type { ReactNode } from "react";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { t } from "../../strings/t.ts";
import { MessageText } from "../../ui/message-text.tsx";
import styles from "./draw.module.css";

export interface BrokenBannerProps {
  readonly diagnostics: readonly Diagnostic[];
  /** An older text was read, and is what is drawn. */
  readonly isDrawn: boolean;
  readonly onShow: (mistake: Diagnostic) => void;
}

export function BrokenBanner({ diagnostics, isDrawn, onShow }: BrokenBannerProps): ReactNode {
  const mistake = diagnostics.find((each) => each.severity === "error");
  return (
    <div className={styles.banner} role="alert">
      <span>
        {mistake === undefined ? t("The YAML cannot be read.") : <MessageText text={t("Line {{line}}: {{message}}", { line: mistake.line, message: mistake.message })} />} {isDrawn ? t("Drawn is what stood there before it.") : t("It can be drawn when that is mended.")}
      </span>
      {mistake !== undefined && (
        <button type="button" className={styles.bannerAct} onClick={() => onShow(mistake)}>
          {t("Show in the YAML")}
        </button>
      )}
    </div>
  );
}
