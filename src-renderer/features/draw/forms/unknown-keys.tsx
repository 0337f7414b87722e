/** Keys that nothing reads: what was probably meant, and ways to put it right. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import { rootBinding } from "./binding.ts";
import { removeKey, renameToMeant, type UnknownKey } from "./field-problems.ts";
import { useForm } from "./form-context.ts";
import styles from "./forms.module.css";
import type { Subject } from "./task-form.tsx";

export function UnknownKeys({ keys, subject }: { keys: readonly UnknownKey[]; subject: Subject }): ReactNode {
  const form = useForm();
  if (keys.length === 0) return null;
  return (
    <section className={styles.unknown} aria-label={t("Keys that are not known")}>
      <h3>{t("Not known here")}</h3>
      {keys.map((unknown) => {
        const { key, meant, message, path } = unknown;
        const place = { ...rootBinding([]), key: `unknown ${path.join(".")}` };
        const refused = form.refusals[place.key];
        return (
          <div key={path.join("\n")} className={styles.unknownKey}>
            <p>
              <MessageText text={message} />
            </p>
            <div className={styles.row}>
              {meant !== null && (
                <Button variant="default" size="compact-xs" disabled={form.isDisabled} onClick={() => form.edit(place, t("Rename {{key}} to {{meant}}", { key, meant }), renameToMeant(unknown, subject))}>
                  {t("Rename to {{meant}}", { meant })}
                </Button>
              )}
              <Button variant="default" size="compact-xs" disabled={form.isDisabled} onClick={() => form.edit(place, t("Remove {{key}}", { key }), removeKey(unknown))}>
                {t("Remove {{key}}", { key })}
              </Button>
            </div>
            {refused !== undefined && (
              <p role="alert" className={styles.error}>
                <MessageText text={refused} />
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}
