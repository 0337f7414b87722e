/** Asks how a picture of the whole graph shall be, shows it, and saves or copies it. Each choice is seen at once. */
import { Button, Checkbox, Progress, SegmentedControl } from "@mantine/core";
import { Copy, Download } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useHost } from "../app/host-context.tsx";
import { t } from "../strings/t.ts";
import { Dialog } from "../ui/dialog.tsx";
import { formatCount } from "../ui/format.ts";
import { copyPicture } from "./copy-picture.ts";
import { pieceCount, type PictureSubject } from "./draw-picture.ts";
import { makePicture, sizeOf, tooLargeForPng, type PictureWish } from "./make-picture.ts";
import styles from "./picture.module.css";

export interface PictureDialogProps {
  readonly dagId: string;
  readonly yaml: string;
  readonly subject: PictureSubject;
  readonly onClose: () => void;
}

/** More than this and the preview would take longer than the choice. */
const largestPreview = 1_500;

export function PictureDialog({ dagId, yaml, subject, onClose }: PictureDialogProps): ReactNode {
  const host = useHost();
  const [wish, setWish] = useState<PictureWish>({ format: "png", theme: themeNow(), isTransparent: false, scale: 2 });
  const work = usePictureWork();
  const { width, height } = sizeOf(subject, wish.scale);
  const refusal = wish.format === "png" ? tooLargeForPng(subject, wish.scale) : null;
  const job = { subject, yaml, title: t("DAG {{dagId}}", { dagId }) };
  const save = (): void =>
    work.run(async (signal, onProgress) => {
      const picture = await makePicture({ ...job, wish, signal, onProgress });
      if (await host.saveFile(`${dagId}.${wish.format}`, picture)) onClose();
    });
  const copy = (): void =>
    work.run(async (signal, onProgress) => {
      await copyPicture(makePicture({ ...job, wish: { ...wish, format: "png" }, signal, onProgress }));
      onClose();
    });
  const isBusy = work.progress !== null;
  return (
    <Dialog title={t("Save the graph as a picture")} size={680} onClose={() => (work.cancel(), onClose())}>
      <div className={styles.dialog}>
        <Preview job={job} wish={wish} />
        <div className={styles.choices}>
          <Choice label={t("Format")} value={wish.format} options={[["png", "PNG"], ["svg", "SVG"]]} onChange={(format) => setWish({ ...wish, format })} />
          <Choice label={t("Theme")} value={wish.theme} options={[["light", t("Light")], ["dark", t("Dark")]]} onChange={(theme) => setWish({ ...wish, theme })} />
          <Choice label={t("Scale")} value={String(wish.scale)} options={[["1", "1×"], ["2", "2×"], ["3", "3×"]]} onChange={(scale) => setWish({ ...wish, scale: Number(scale) })} />
          <Checkbox label={t("Transparent background")} checked={wish.isTransparent} onChange={(event) => setWish({ ...wish, isTransparent: event.currentTarget.checked })} />
          <p className="dw-dim dw-num">
            {t("{{width}} × {{height}} pixels, all {{count}} tasks. The file holds the YAML of the DAG: dropped on a canvas, it can be drawn on.", { width: formatCount(width), height: formatCount(height), count: subject.index.tasks.length })}
          </p>
        </div>
      </div>
      {(refusal ?? work.failure) !== null && (
        <p role="alert" className={styles.refusal}>
          {refusal ?? work.failure}
        </p>
      )}
      <div className={styles.acts}>
        {work.isSlow && (
          <span className={styles.progress} role="status">
            <Progress value={(work.progress ?? 0) * 100} size="sm" aria-label={t("Progress of the picture")} />
            <span className="dw-num">{Math.round((work.progress ?? 0) * 100)} %</span>
            <Button variant="subtle" onClick={work.cancel}>
              {t("Cancel")}
            </Button>
          </span>
        )}
        <Button variant="default" leftSection={<Copy size={14} aria-hidden />} disabled={isBusy || tooLargeForPng(subject, wish.scale) !== null} onClick={copy}>
          {t("Copy image")}
        </Button>
        <Button leftSection={<Download size={14} aria-hidden />} disabled={isBusy || refusal !== null} onClick={save}>
          {t("Save picture")}
        </Button>
      </div>
    </Dialog>
  );
}

function Choice<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: readonly (readonly [T, string])[]; onChange: (value: T) => void }): ReactNode {
  return (
    <div className={styles.choice}>
      <span>{label}</span>
      <SegmentedControl aria-label={label} value={value} onChange={(next) => options.some(([each]) => each === next) && onChange(next as T)} data={options.map(([each, word]) => ({ value: each, label: word }))} />
    </div>
  );
}

/** The same SVG that would be saved, shown as an image: nothing in it can act. */
function Preview({ job, wish }: { job: { subject: PictureSubject; title: string; yaml: string }; wish: PictureWish }): ReactNode {
  const [source, setSource] = useState<string | null>(null);
  const { subject, title } = job;
  const { theme, isTransparent } = wish;
  const isShown = useMemo(() => pieceCount(subject) <= largestPreview, [subject]);
  useEffect(() => {
    if (!isShown) return;
    const stop = new AbortController();
    makePicture({ subject, title, yaml: "", wish: { format: "svg", theme, isTransparent, scale: 1 }, signal: stop.signal, onProgress: () => undefined })
      .then((picture) => picture.text())
      .then(
        (text) => !stop.signal.aborted && setSource(`data:image/svg+xml,${encodeURIComponent(text)}`),
        () => undefined,
      );
    return () => stop.abort();
  }, [subject, title, theme, isTransparent, isShown]);
  return (
    <div className={styles.preview} data-transparent={isTransparent || undefined}>
      {!isShown && <span className="dw-dim">{t("Too many tasks for a preview")}</span>}
      {isShown && source !== null && <img src={source} alt={t("Preview of {{title}}", { title })} />}
    </div>
  );
}

interface PictureWork {
  readonly progress: number | null;
  /** It takes over a second: worth telling. */
  readonly isSlow: boolean;
  readonly failure: string | null;
  readonly run: (work: (signal: AbortSignal, onProgress: (done: number) => void) => Promise<void>) => void;
  readonly cancel: () => void;
}

const slowMs = 1_000;

function usePictureWork(): PictureWork {
  const [progress, setProgress] = useState<number | null>(null);
  const [isSlow, setSlow] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const run: PictureWork["run"] = (work) => {
    const control = new AbortController();
    stop.current = control;
    const slow = setTimeout(() => setSlow(true), slowMs);
    setFailure(null);
    setProgress(0);
    work(control.signal, setProgress)
      .catch((thrown: unknown) => control.signal.aborted || setFailure(thrown instanceof Error ? thrown.message : String(thrown)))
      .finally(() => {
        clearTimeout(slow);
        setSlow(false);
        setProgress(null);
      });
  };
  return { progress, isSlow, failure, run, cancel: () => stop.current?.abort() };
}

function themeNow(): PictureWish["theme"] {
  return document.documentElement.dataset["mantineColorScheme"] === "dark" ? "dark" : "light";
}
