/** The properties of the selected group: its name, what it is for, where it lies. Beside the canvas, as those of a task. */
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { taskIdPattern, taskIdWords } from "../../../shared/dag-file/check-graph.ts";
import type { GroupFacts } from "../../graph-view/groups/fold-graph.ts";
import { t } from "../../strings/t.ts";
import { foldAct, groupDocAct, moveToGroupAct, renameGroupAct, ungroupAct } from "./group-acts.ts";
import styles from "./group-panel.module.css";
import type { Drawing } from "./use-drawing.ts";

export function GroupPanel({ drawing }: { drawing: Drawing }): ReactNode {
  const [id = ""] = drawing.selection.groups;
  const group = drawing.groups.get(id);
  // Another group, or another text of this one, starts the fields anew.
  return group === undefined ? null : <GroupFields key={`${group.id} ${group.doc}`} drawing={drawing} group={group} />;
}

function GroupFields({ drawing, group }: { drawing: Drawing; group: GroupFacts }): ReactNode {
  const { groups, index, perform, state, document } = drawing;
  const [name, setName] = useState(group.id);
  const [doc, setDoc] = useState(group.doc ?? "");
  const isFolded = state.good.ui.collapsed.includes(group.id);
  const isDisabled = state.isBroken || document.text.get().readOnly !== null;
  const error = name === group.id ? null : !taskIdPattern.test(name) ? t("A name has {{taskIdWords}}.", { taskIdWords }) : groups.has(name) || index.byId.has(name) ? t("There is a task or a group {{name}} already.", { name }) : null;
  const rename = (): void => {
    if (name !== group.id && error === null) perform(renameGroupAct(group.id, name));
  };
  const describe = (): void => {
    if (doc !== (group.doc ?? "")) perform({ ...groupDocAct(group.id, doc), select: [], selectGroups: [group.id] });
  };
  const own = new Set([group.id, ...group.inner]);
  return (
    <section className={styles.panel} aria-label={t("Properties of {{group}}", { group: group.id })}>
      <header className={styles.head}>
        <h2 className="dw-ellipsis">{group.id}</h2>
        <span className="dw-dim">{t("Task group, {{count}} tasks", { count: group.tasks.length })}</span>
      </header>
      <div className={styles.fields}>
        <TextInput label={t("Name")} value={name} error={error} disabled={isDisabled} spellCheck={false} classNames={{ input: "dw-mono" }} onChange={(event) => setName(event.currentTarget.value)} onBlur={rename} onKeyDown={(event) => event.key === "Enter" && rename()} />
        <Textarea label={t("Doc")} description={t("What its tasks have in common, in Markdown.")} value={doc} disabled={isDisabled} autosize minRows={3} maxRows={14} onChange={(event) => setDoc(event.currentTarget.value)} onBlur={describe} />
        <NativeSelect
          label={t("Lies in")}
          value={group.parent ?? ""}
          disabled={isDisabled}
          data={[{ value: "", label: t("No group") }, ...[...groups.keys()].filter((id) => !own.has(id)).map((id) => ({ value: id, label: id }))]}
          onChange={(event) => perform(moveToGroupAct(drawing.now(), { tasks: [], groups: [group.id] }, event.currentTarget.value === "" ? null : event.currentTarget.value))}
        />
        <div className={styles.acts}>
          <Button size="compact-sm" variant="default" disabled={isDisabled} onClick={() => perform(foldAct(group.id, !isFolded))}>
            {isFolded ? t("Unfold") : t("Fold")}
          </Button>
          <Button size="compact-sm" variant="default" disabled={isDisabled} onClick={() => perform(ungroupAct(drawing.now(), [group.id]))}>
            {t("Ungroup")}
          </Button>
        </div>
      </div>
    </section>
  );
}
