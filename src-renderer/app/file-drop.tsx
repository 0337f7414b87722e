/**
 * Files dropped on the window open in it. What a page takes by itself (the canvas makes tasks of files) never comes here.
 */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { FileDown } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { isCapsuleName } from "../../shared/capsule/manifest.ts";
import { toFailure } from "../rpc/failure.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { rich } from "../strings/rich.tsx";
import { t } from "../strings/t.ts";
import { Dialog } from "../ui/dialog.tsx";
import styles from "./file-drop.module.css";
import { useHost } from "./host-context.tsx";
import { openDropped, useOfferedData } from "./open-files.ts";
import { loadTaskOf, queryOfData } from "./shown-files.ts";

/** Pages and their parts that take files themselves. */
const takers = "[data-takes-files]";

export function FileDrop(): ReactNode {
  const [over, setOver] = useState(false);
  const host = useHost();
  const client = useEngineClient();
  useEffect(() => {
    const isFree = (event: DragEvent): boolean => !event.defaultPrevented && event.dataTransfer?.types.includes("Files") === true;
    const isOurs = (event: DragEvent): boolean => isFree(event) && !(event.target instanceof Element && event.target.closest(takers) !== null);
    const onOver = (event: DragEvent): void => {
      setOver(isOurs(event));
      if (isOurs(event)) event.preventDefault();
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      // A run capsule is nothing that a page could use: it opens wherever it is dropped.
      if (!isOurs(event) && !(isFree(event) && files.some(({ name }) => isCapsuleName(name)))) return;
      event.preventDefault();
      void openDropped(files, host, client);
    };
    addEventListener("dragover", onOver);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onOver);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, [host, client]);
  return (
    <>
      {over && (
        <div className={styles.hint} aria-hidden>
          <FileDown size={16} /> {t("Drop to open here")}
        </div>
      )}
      <DataOffer />
    </>
  );
}

/** A data file is no document: what is to become of it is asked. */
function DataOffer(): ReactNode {
  const data = useOfferedData((state) => state.data);
  const client = useEngineClient();
  const host = useHost();
  if (data === null) return null;
  const { path } = data;
  const close = (): void => useOfferedData.setState({ data: null });
  const failed = (thrown: unknown): void => void notifications.show({ color: "red", title: t("That did not work"), message: toFailure(thrown).message });
  const query = async (): Promise<void> => {
    close();
    const { newQuery } = await import("../features/sql/new-query.ts");
    await newQuery(client, queryOfData(data));
  };
  const copy = async (): Promise<void> => {
    close();
    await host.copyText(loadTaskOf(data));
    notifications.show({ title: t("The task is on the clipboard"), message: t("Paste it on the canvas of a DAG, or into its YAML.") });
  };
  return (
    <Dialog title={path.split("/").at(-1) ?? path} size={460} onClose={close}>
      <p className="dw-dim">
        {rich("{{path}} is data: it is read by a query, or made a table by a task.", { path: <code>{path}</code> })}
      </p>
      <div className={styles.acts}>
        <Button variant="default" onClick={() => void copy().catch(failed)}>
          {t("Copy a task that loads it")}
        </Button>
        <Button data-autofocus onClick={() => void query().catch(failed)}>
          {t("Query it")}
        </Button>
      </div>
    </Dialog>
  );
}
