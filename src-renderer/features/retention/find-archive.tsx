/** What a search of the history does not know: runs that retention put into the archive. Shown below what was found there. */
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { normaliseForSearch } from "../../../shared/model/search-text.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { ArchiveHits } from "./archive-hits.tsx";
import styles from "./retention.module.css";

/** Files are read for it, so that it waits until nothing is typed for so long. */
const restMs = 400;

/** `none` stands where nothing at all was found, here either. */
export function FindArchive({ text, exact, none }: { readonly text: string; readonly exact: boolean; readonly none: ReactNode }): ReactNode {
  const { data, isPending } = useQuery(useRpc().archive.list.queryOptions({ input: {} }));
  const [settled] = useDebouncedValue(text, restMs);
  if (isPending) return null;
  if ((data?.archives.length ?? 0) === 0 || normaliseForSearch(settled) === "") return none;
  return (
    <section className={styles.found} aria-label={t("Archive")}>
      <h2>{t("In the archive")}</h2>
      <ArchiveHits key={settled} text={settled} exact={exact} none={none} />
    </section>
  );
}
