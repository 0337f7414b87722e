/** One thing that can be added, in the quick-add and in the palette, with the name of its section where one begins. */
import { Star } from "lucide-react";
import type { HTMLAttributes, ReactNode } from "react";
import { kindWord } from "../../graph-view/task-status.ts";
import styles from "./floats.module.css";
import { t } from "../../strings/t.ts";
import type { KindChoice } from "./task-kinds.ts";
import type { ChoiceList } from "./use-choices.ts";

export interface ChoiceRowProps {
  readonly choice: KindChoice;
  readonly list: ChoiceList;
  /** The one above it. */
  readonly before: KindChoice | undefined;
  readonly option: HTMLAttributes<HTMLElement>;
}

export function ChoiceRow({ choice, list, before, option }: ChoiceRowProps): ReactNode {
  const section = list.sectionOf(choice);
  const isFile = choice.category === "Files";
  const isFavourite = list.isFavourite(choice);
  return (
    <>
      {(before === undefined || list.sectionOf(before) !== section) && (
        <div className={styles.section} role="presentation">
          {section}
        </div>
      )}
      <div {...option} className={styles.choice} data-file={isFile || undefined} title={choice.about}>
        <span className={styles.choiceTitle}>{choice.title}</span>
        <span className={styles.choiceAbout}>{choice.about}</span>
        {isFile ? (
          <span className={styles.choiceKind}>{kindWord(choice.kind)}</span>
        ) : (
          <span
            className={styles.star}
            data-on={isFavourite || undefined}
            title={isFavourite ? t("No longer a favourite") : t("Make it a favourite: favourites come first")}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={(event) => {
              event.stopPropagation();
              list.toggle(choice);
            }}
          >
            <Star size={13} aria-hidden />
          </span>
        )}
      </div>
    </>
  );
}
