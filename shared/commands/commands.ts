/**
 * The one registry of commands. The palette, the `?` window, the native menus and every shown key are made from it;
 * nobody else writes a key down. It says what commands exist, never what they do: the screen that is open does them.
 */

import { windowCommands } from "./window-commands.ts";

/**
 * What must be there for a command to make sense; a command is enabled when all it asks for holds. `draw` is the canvas on
 * which a DAG is drawn, `canvas` that it (or its task tree) has the focus: only then do single keys edit; `note` that a sticky note is selected; `activeTry`
 * that some tasks are being tried; `replay` that a run can be replayed, `past` that it is being; `undoable` that something done to runs here can be taken back.
 */
export const commandContexts = ["split", "tab", "workspace", "writable", "trusted", "untrusted", "dag", "graph", "run", "activeRun", "task", "log", "table", "sql", "desktop", "draw", "canvas", "note", "activeTry", "timeAxis", "replay", "past", "undoable", "compare"] as const;
export type CommandContext = (typeof commandContexts)[number];

export type CommandMenu = "file" | "view" | "go" | "run" | "help";

export interface Command {
  readonly id: string;
  /** Sentence case; ends in "…" when more is asked for before anything happens. */
  readonly title: string;
  /** tinykeys syntax, `$mod` is Ctrl or ⌘. The first is the one shown. */
  readonly keys: readonly string[];
  /** Menu of the menu bar; null keeps the command to the palette and its key. */
  readonly menu: CommandMenu | null;
  /** Items of one group stand together in the menu; a line parts the groups. */
  readonly group: number;
  readonly when: readonly CommandContext[];
  /** More words that a person may type in the palette. */
  readonly words?: string;
  /** Held down, the key does it again and again. */
  readonly repeats?: boolean;
}

const table = [
  // Drawing. These come first: where two commands share a key, the earlier one that can be done does it.
  { id: "draw.quickAdd", title: "Add a task…", keys: ["Tab"], menu: null, group: 1, when: ["draw", "canvas"], words: "new node insert create palette" },
  { id: "draw.add", title: "Add a task in the middle…", keys: [], menu: null, group: 1, when: ["draw"], words: "new node insert create palette" },
  { id: "draw.rename", title: "Rename…", keys: ["F2"], menu: null, group: 1, when: ["draw", "canvas"], words: "task group id name references" },
  { id: "dag.rename", title: "Rename the DAG…", keys: [], menu: null, group: 1, when: ["draw"], words: "id file name references" },
  { id: "draw.menu", title: "Open the menu of what is selected", keys: ["ContextMenu", "Shift+F10"], menu: null, group: 1, when: ["draw", "canvas"], words: "context right click actions" },
  { id: "draw.properties", title: "Properties", keys: ["Enter"], menu: null, group: 1, when: ["draw", "canvas"], words: "form fields open edit" },
  { id: "draw.toggleEnabled", title: "Disable or enable tasks", keys: ["d"], menu: null, group: 1, when: ["draw", "canvas"], words: "skip mute bypass" },
  { id: "draw.duplicate", title: "Duplicate tasks", keys: ["$mod+d"], menu: null, group: 1, when: ["draw", "canvas"], words: "copy clone" },
  { id: "draw.copy", title: "Copy tasks as YAML", keys: ["$mod+c"], menu: null, group: 1, when: ["draw", "canvas"], words: "clipboard" },
  { id: "draw.cut", title: "Cut tasks", keys: ["$mod+x"], menu: null, group: 1, when: ["draw", "canvas"], words: "clipboard" },
  { id: "draw.paste", title: "Paste tasks", keys: ["$mod+v"], menu: null, group: 1, when: ["draw", "canvas"], words: "clipboard yaml" },
  { id: "draw.pasteConnected", title: "Paste tasks with what they come after", keys: ["$mod+Shift+v"], menu: null, group: 1, when: ["draw", "canvas"], words: "clipboard incoming" },
  { id: "draw.delete", title: "Delete what is selected", keys: ["Delete", "Backspace"], menu: null, group: 1, when: ["draw", "canvas"], words: "remove" },
  { id: "draw.deleteReconnect", title: "Delete and reconnect", keys: ["Shift+Delete", "Shift+Backspace"], menu: null, group: 1, when: ["draw", "canvas"], words: "remove keep flow" },
  { id: "draw.try", title: "Try this task", keys: ["F7"], menu: null, group: 2, when: ["draw", "task"], words: "run node execute test" },
  { id: "draw.tryUpTo", title: "Try up to here", keys: ["$mod+F7"], menu: null, group: 2, when: ["draw", "task"], words: "run node before upstream execute test" },
  { id: "draw.tryFrom", title: "Try from here", keys: ["$mod+Shift+F7"], menu: null, group: 2, when: ["draw", "task"], words: "run node after downstream execute test" },
  { id: "draw.tryCancel", title: "Cancel what is being tried", keys: ["F9"], menu: null, group: 2, when: ["draw", "activeTry"], words: "stop kill abort" },
  { id: "draw.pinOutput", title: "Pin the output, or take the pin off", keys: ["p"], menu: null, group: 2, when: ["draw", "canvas", "task"], words: "mock keep data rows" },
  { id: "draw.output", title: "Show or hide the output below the canvas", keys: ["$mod+j"], menu: null, group: 2, when: ["draw"], words: "rows log result panel preview" },
  { id: "draw.tryForget", title: "Forget what was tried", keys: [], menu: null, group: 2, when: ["draw"], words: "discard clean tries" },
  { id: "draw.undo", title: "Undo", keys: ["$mod+z"], menu: null, group: 2, when: ["draw"], words: "back history" },
  { id: "draw.redo", title: "Redo", keys: ["$mod+Shift+z", "$mod+y"], menu: null, group: 2, when: ["draw"], words: "again history" },
  { id: "draw.save", title: "Save the DAG file", keys: ["$mod+s"], menu: null, group: 2, when: ["draw"], words: "write disk" },
  { id: "draw.history", title: "Show the history of edits", keys: [], menu: null, group: 2, when: ["draw"], words: "undo steps panel" },
  { id: "draw.versions", title: "Show the versions of this DAG file", keys: [], menu: null, group: 2, when: ["draw"], words: "git history commits compare diff restore snapshots" },
  { id: "draw.changes", title: "Show what changed since the last save", keys: ["Alt+c"], menu: null, group: 2, when: ["draw"], words: "diff compare unsaved disk difference" },
  { id: "draw.problems", title: "Show problems of the DAG", keys: ["$mod+Shift+m"], menu: null, group: 2, when: ["draw"], words: "errors warnings diagnostics" },
  { id: "draw.tree", title: "Show or hide the task tree", keys: [], menu: null, group: 2, when: ["draw"], words: "list outline screen reader" },
  { id: "draw.palette", title: "Show or hide the palette", keys: [], menu: null, group: 2, when: ["draw"], words: "add tasks files favourites" },
  { id: "draw.code", title: "Show or hide the task's SQL or script", keys: ["Alt+Enter"], menu: null, group: 2, when: ["draw"], words: "program edit python bash editor code lineage rendered" },
  { id: "draw.yaml", title: "Show or hide the YAML beside the canvas", keys: ["$mod+\\"], menu: null, group: 2, when: ["draw"], words: "split source text code" },
  { id: "draw.find", title: "Find in this DAG…", keys: ["$mod+f"], menu: null, group: 2, when: ["draw"], words: "search task sql" },
  { id: "draw.selectAll", title: "Select all tasks", keys: ["$mod+a"], menu: null, group: 3, when: ["draw", "canvas"] },
  { id: "draw.deselect", title: "Select nothing", keys: ["Escape"], menu: null, group: 3, when: ["draw", "canvas"] },
  { id: "draw.upstream", title: "Select upstream", keys: ["Shift+U"], menu: null, group: 3, when: ["draw", "canvas"], words: "before dependencies ancestors" },
  { id: "draw.downstream", title: "Select downstream", keys: ["Shift+D"], menu: null, group: 3, when: ["draw", "canvas"], words: "after dependants descendants" },
  { id: "draw.walk", title: "Walk to the next task", keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], menu: null, group: 3, when: ["draw", "canvas"], repeats: true },
  { id: "draw.extend", title: "Walk and keep selected", keys: ["Shift+ArrowLeft", "Shift+ArrowRight", "Shift+ArrowUp", "Shift+ArrowDown"], menu: null, group: 3, when: ["draw", "canvas"], repeats: true },
  { id: "draw.move", title: "Move what is selected", keys: ["$mod+ArrowLeft", "$mod+ArrowRight", "$mod+ArrowUp", "$mod+ArrowDown"], menu: null, group: 3, when: ["draw", "canvas"], repeats: true },
  { id: "draw.note", title: "Add a sticky note", keys: ["Shift+S"], menu: null, group: 4, when: ["draw", "canvas"], words: "new comment text markdown" },
  { id: "draw.noteWrite", title: "Write in the note", keys: [], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "edit text sticky" },
  { id: "draw.noteResize", title: "Resize the note", keys: ["$mod+Shift+ArrowLeft", "$mod+Shift+ArrowRight", "$mod+Shift+ArrowUp", "$mod+Shift+ArrowDown"], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "sticky larger smaller", repeats: true },
  { id: "draw.noteYellow", title: "Note in yellow", keys: [], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "colour color sticky" },
  { id: "draw.noteGreen", title: "Note in green", keys: [], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "colour color sticky" },
  { id: "draw.noteBlue", title: "Note in blue", keys: [], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "colour color sticky" },
  { id: "draw.noteRed", title: "Note in red", keys: [], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "colour color sticky" },
  { id: "draw.noteViolet", title: "Note in violet", keys: [], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "colour color sticky purple" },
  { id: "draw.noteGrey", title: "Note in grey", keys: [], menu: null, group: 4, when: ["draw", "canvas", "note"], words: "colour color sticky gray" },
  { id: "draw.connect", title: "Connect left to right", keys: ["$mod+l"], menu: null, group: 4, when: ["draw", "canvas"], words: "edge dependency" },
  { id: "draw.disconnect", title: "Disconnect from each other", keys: ["$mod+Shift+l"], menu: null, group: 4, when: ["draw", "canvas"], words: "edge dependency remove" },
  { id: "draw.alignLeft", title: "Align left", keys: [], menu: null, group: 5, when: ["draw", "canvas"] },
  { id: "draw.alignCentre", title: "Align centres", keys: [], menu: null, group: 5, when: ["draw", "canvas"], words: "horizontal column" },
  { id: "draw.alignRight", title: "Align right", keys: [], menu: null, group: 5, when: ["draw", "canvas"] },
  { id: "draw.alignTop", title: "Align top", keys: [], menu: null, group: 5, when: ["draw", "canvas"] },
  { id: "draw.alignMiddle", title: "Align middles", keys: [], menu: null, group: 5, when: ["draw", "canvas"], words: "vertical row" },
  { id: "draw.alignBottom", title: "Align bottom", keys: [], menu: null, group: 5, when: ["draw", "canvas"] },
  { id: "draw.distributeAcross", title: "Distribute across", keys: ["Shift+H"], menu: null, group: 5, when: ["draw", "canvas"], words: "horizontal spread" },
  { id: "draw.distributeDown", title: "Distribute down", keys: ["Shift+V"], menu: null, group: 5, when: ["draw", "canvas"], words: "vertical spread" },
  { id: "draw.group", title: "Group tasks…", keys: ["$mod+g"], menu: null, group: 6, when: ["draw", "canvas"], words: "task group frame nest" },
  { id: "draw.ungroup", title: "Ungroup", keys: ["$mod+Shift+g"], menu: null, group: 6, when: ["draw", "canvas"], words: "task group dissolve keep tasks" },
  { id: "draw.groupMove", title: "Move into a group, or out…", keys: ["Shift+G"], menu: null, group: 6, when: ["draw", "canvas"], words: "task group nest leave" },
  { id: "draw.groupFold", title: "Fold or unfold the group", keys: ["Alt+g"], menu: null, group: 6, when: ["draw", "canvas"], words: "task group collapse expand" },
  { id: "draw.tidy", title: "Tidy up", keys: ["Shift+Alt+t"], menu: null, group: 5, when: ["draw"], words: "auto layout arrange" },
  { id: "draw.pin", title: "Pin in place, or let go", keys: ["Shift+P"], menu: null, group: 5, when: ["draw", "canvas"], words: "fix lock tidy layout" },
  { id: "draw.turn", title: "Lay out the other way", keys: [], menu: null, group: 5, when: ["draw"], words: "direction left to right top to bottom vertical horizontal" },
  { id: "draw.modeSelect", title: "Select by dragging", keys: ["v"], menu: null, group: 5, when: ["draw", "canvas"], words: "mode lasso pointer" },
  { id: "draw.modeHand", title: "Move the canvas by dragging", keys: ["h"], menu: null, group: 5, when: ["draw", "canvas"], words: "mode hand pan" },
  { id: "draw.snap", title: "Snap to the grid, or not", keys: [], menu: null, group: 5, when: ["draw"], words: "align guides" },

  { id: "dag.new", title: "New DAG…", keys: ["$mod+n", "Alt+n"], menu: "file", group: 1, when: ["workspace", "writable"], words: "create file draw" },
  { id: "files.unsaved", title: "Edits that are not saved…", keys: [], menu: "file", group: 1, when: ["workspace"], words: "recover drafts crash hot exit lost" },
  { id: "sql.new", title: "New SQL query", keys: ["Alt+q"], menu: "file", group: 1, when: ["workspace"], words: "select database editor console" },

  { id: "view.draw", title: "Draw the DAG, or look at it", keys: ["e"], menu: "view", group: 2, when: ["dag"], words: "edit canvas author" },
  { id: "view.graphOrGrid", title: "Switch between graph and grid", keys: ["g"], menu: "view", group: 2, when: ["dag"], words: "runs tasks matrix" },
  { id: "graph.fit", title: "Fit the graph", keys: ["1"], menu: "view", group: 2, when: ["graph"], words: "zoom all" },
  { id: "graph.minimap", title: "Show or hide the map of the graph", keys: ["m"], menu: "view", group: 2, when: ["graph"], words: "minimap overview" },
  { id: "graph.actualSize", title: "Graph at 100 %", keys: ["0"], menu: "view", group: 2, when: ["graph"], words: "zoom reset" },
  { id: "graph.filter", title: "Filter the graph", keys: ["$mod+Shift+f"], menu: "view", group: 2, when: ["graph"], words: "search tasks state kind group failed slow upstream downstream dim hide" },
  { id: "graph.clearFilter", title: "Clear the filter of the graph", keys: [], menu: null, group: 2, when: ["graph"], words: "all tasks" },
  { id: "graph.latency", title: "Show or hide latency on edges", keys: [], menu: "view", group: 2, when: ["graph", "run"], words: "wait queue decision p50 p95 budget slow" },
  { id: "graph.path", title: "Show or hide the critical path", keys: [], menu: "view", group: 2, when: ["graph", "run"], words: "longest chain slow where time goes" },
  { id: "graph.picture", title: "Save the graph as a picture…", keys: [], menu: "view", group: 2, when: ["dag", "graph"], words: "export image png svg download" },
  { id: "graph.copyPicture", title: "Copy the graph as an image", keys: [], menu: "view", group: 2, when: ["dag", "graph"], words: "export picture png clipboard" },

  { id: "time.zoomIn", title: "Look closer at the time axis", keys: ["+", "Shift++", "="], menu: null, group: 2, when: ["timeAxis"], words: "gantt timeline zoom in", repeats: true },
  { id: "time.zoomOut", title: "See more of the time axis", keys: ["-"], menu: null, group: 2, when: ["timeAxis"], words: "gantt timeline zoom out", repeats: true },
  { id: "time.zoomReset", title: "See all of the time axis", keys: ["z"], menu: null, group: 2, when: ["timeAxis"], words: "gantt timeline zoom reset" },

  { id: "replay.play", title: "Replay the run, or pause", keys: ["k"], menu: null, group: 2, when: ["replay"], words: "scrub time past play" },
  { id: "replay.previous", title: "Back to the change before", keys: [","], menu: null, group: 2, when: ["replay"], words: "replay scrub time past event", repeats: true },
  { id: "replay.next", title: "On to the next change", keys: ["."], menu: null, group: 2, when: ["replay"], words: "replay scrub time past event", repeats: true },
  { id: "replay.leave", title: "Leave the past", keys: ["Escape"], menu: null, group: 2, when: ["past"], words: "replay now end" },

  { id: "run.older", title: "Older run", keys: ["Shift+ArrowLeft"], menu: "go", group: 2, when: ["run"], words: "previous" },
  { id: "run.newer", title: "Newer run", keys: ["Shift+ArrowRight"], menu: "go", group: 2, when: ["run"], words: "next" },
  { id: "task.previous", title: "Previous task", keys: ["Shift+ArrowUp"], menu: "go", group: 2, when: ["run"] },
  { id: "task.next", title: "Next task", keys: ["Shift+ArrowDown"], menu: "go", group: 2, when: ["run"] },

  { id: "dag.run", title: "Run DAG…", keys: ["Shift+F7"], menu: "run", group: 1, when: ["dag", "trusted"], words: "start trigger" },
  { id: "dag.backfill", title: "Backfill DAG…", keys: [], menu: "run", group: 1, when: ["dag", "trusted"], words: "past range dates catch up reprocess historical" },
  { id: "task.run", title: "Run this task…", keys: ["F7"], menu: "run", group: 1, when: ["dag", "task", "trusted"], words: "start only" },
  { id: "run.compareLastGood", title: "Compare with the last good run", keys: ["Shift+D"], menu: "run", group: 4, when: ["run"], words: "diff what changed differences failure" },
  { id: "run.compareWith", title: "Compare with another run…", keys: [], menu: "run", group: 4, when: ["run"], words: "diff choose previous" },
  { id: "compare.swap", title: "Swap the runs that are compared", keys: ["Shift+X"], menu: null, group: 4, when: ["compare"], words: "sides turn" },
  { id: "run.cancel", title: "Cancel run", keys: ["F9"], menu: "run", group: 2, when: ["activeRun"], words: "stop kill abort" },
  { id: "run.clear", title: "Clear tasks…", keys: ["Shift+C"], menu: "run", group: 3, when: ["run", "trusted"], words: "again retry rerun reset" },
  { id: "run.markSuccess", title: "Mark success…", keys: ["Shift+S"], menu: "run", group: 3, when: ["run"] },
  { id: "run.markFailed", title: "Mark failed…", keys: ["Shift+F"], menu: "run", group: 3, when: ["run"] },
  { id: "run.again", title: "Run again", keys: ["Shift+R"], menu: "run", group: 2, when: ["run", "trusted"], words: "rerun repeat same conf params" },
  { id: "run.againWithChanges", title: "Run again with changes…", keys: [], menu: "run", group: 2, when: ["run", "trusted"], words: "rerun repeat edit conf params" },
  { id: "run.note", title: "Write a note…", keys: [], menu: "run", group: 3, when: ["run"], words: "comment remark task" },
  { id: "run.undo", title: "Undo the last act on runs", keys: ["$mod+z"], menu: "run", group: 3, when: ["undoable"], words: "take back clear mark note schedule" },
  { id: "run.exportCapsule", title: "Export the run as a capsule…", keys: [], menu: "run", group: 5, when: ["run"], words: "share save file pack send colleague" },
  { id: "run.incident", title: "Save incident page…", keys: [], menu: "run", group: 5, when: ["run"], words: "share failure report html send colleague post mortem" },
  { id: "run.replay", title: "Replay from this task…", keys: [], menu: "run", group: 5, when: ["run", "task", "trusted"], words: "again recorded stand-in try capsule debug" },

  { id: "sql.run", title: "Run the statement at the cursor", keys: ["$mod+Enter"], menu: "run", group: 4, when: ["sql", "trusted"], words: "query execute selection" },
  { id: "sql.runAll", title: "Run all statements", keys: ["$mod+Shift+Enter"], menu: "run", group: 4, when: ["sql", "trusted"], words: "query script execute" },
  { id: "sql.cancel", title: "Cancel the query", keys: ["$mod+."], menu: "run", group: 4, when: ["sql"], words: "stop kill" },
  { id: "sql.toFile", title: "Run the statement to a file…", keys: [], menu: "run", group: 4, when: ["sql", "trusted"], words: "export csv parquet json excel write all rows" },
  { id: "sql.explain", title: "Explain the statement at the cursor", keys: ["$mod+Shift+e"], menu: "run", group: 4, when: ["sql", "trusted"], words: "plan" },
  { id: "sql.explainAnalyze", title: "Run the statement and measure its plan", keys: ["$mod+Alt+e"], menu: "run", group: 4, when: ["sql", "trusted"], words: "explain analyze profile" },
  { id: "sql.find", title: "Find in the result…", keys: ["F3"], menu: null, group: 5, when: ["sql"], words: "search rows cells" },
  { id: "sql.export", title: "Export the result…", keys: ["Alt+Shift+e"], menu: null, group: 5, when: ["sql"], words: "save csv parquet json excel xlsx download" },
  { id: "sql.rows", title: "Show the rows of the result", keys: [], menu: null, group: 5, when: ["sql"], words: "grid table" },
  { id: "sql.chart", title: "Show the result as a chart", keys: [], menu: null, group: 5, when: ["sql"], words: "plot bar line scatter histogram" },
  { id: "sql.profile", title: "Show the profile of the result", keys: [], menu: null, group: 5, when: ["sql"], words: "columns nulls distinct" },
  { id: "sql.cell", title: "Show or hide the whole cell", keys: [], menu: null, group: 5, when: ["sql"], words: "value json hex viewer" },
  { id: "sql.origin", title: "Where the column of the cell comes from", keys: [], menu: null, group: 5, when: ["sql"], words: "lineage source trace result" },
  { id: "sql.pinResult", title: "Pin or unpin the result", keys: [], menu: null, group: 5, when: ["sql"], words: "keep tab" },
  { id: "sql.renameResult", title: "Rename the result…", keys: [], menu: null, group: 5, when: ["sql"], words: "tab name" },
  { id: "sql.compareResult", title: "Compare the result with another one…", keys: [], menu: null, group: 5, when: ["sql"], words: "diff rows added gone changed" },
  { id: "sql.closeResult", title: "Close the result", keys: [], menu: null, group: 5, when: ["sql"], words: "tab release" },
  { id: "sql.history", title: "Show what was run before", keys: [], menu: null, group: 5, when: ["sql"], words: "history queries" },
  { id: "sql.saveAs", title: "Save query as…", keys: ["$mod+Shift+s"], menu: "file", group: 2, when: ["sql"], words: "file name folder copy keep" },
  { id: "sql.format", title: "Format the SQL", keys: ["Alt+Shift+f"], menu: null, group: 4, when: ["sql"], words: "pretty tidy" },
  { id: "sql.rendered", title: "Show the SQL with its templates rendered", keys: ["Alt+r"], menu: null, group: 4, when: ["sql"], words: "jinja compile preview compiled" },
  { id: "sql.params", title: "Show or hide the parameters of the query", keys: [], menu: null, group: 4, when: ["sql"], words: "variables bind values" },
  { id: "sql.columns", title: "Show where the columns of the statement come from", keys: [], menu: null, group: 4, when: ["sql"], words: "lineage sources" },
  { id: "sql.makeTask", title: "Make a task of this query…", keys: [], menu: null, group: 4, when: ["sql", "trusted"], words: "promote dag add" },
  { id: "log.search", title: "Search in log", keys: ["/"], menu: null, group: 1, when: ["log"] },
  { id: "log.wrap", title: "Wrap log lines", keys: ["w"], menu: null, group: 1, when: ["log"] },
  { id: "log.times", title: "Show or hide the times of log lines", keys: ["t"], menu: null, group: 1, when: ["log"], words: "timestamps" },
  { id: "log.source", title: "Show or hide Dagwright's own lines in the log", keys: ["s"], menu: null, group: 1, when: ["log"], words: "source system" },
  { id: "log.full", title: "Log in the full window, or not", keys: ["f"], menu: null, group: 1, when: ["log"], words: "full screen maximize" },
  { id: "log.goTo", title: "Go to a line of the log…", keys: ["$mod+g"], menu: null, group: 1, when: ["log"], words: "number jump" },
  { id: "log.firstError", title: "Jump to the first error of the log", keys: ["Shift+E"], menu: null, group: 1, when: ["log"], words: "exception traceback" },
  { id: "log.nextError", title: "Next error of the log", keys: ["F8"], menu: null, group: 1, when: ["log"], words: "exception traceback" },
  { id: "log.previousError", title: "Previous error of the log", keys: ["Shift+F8"], menu: null, group: 1, when: ["log"], words: "exception traceback" },
  { id: "log.groups", title: "Fold or unfold the groups of the log", keys: [], menu: null, group: 1, when: ["log"], words: "expand collapse" },
  { id: "log.copy", title: "Copy the chosen lines of the log", keys: [], menu: null, group: 1, when: ["log"], words: "clipboard" },
  { id: "log.follow", title: "Follow log", keys: ["l"], menu: null, group: 1, when: ["log"], words: "tail" },
  { id: "log.download", title: "Download log", keys: ["d"], menu: null, group: 1, when: ["log"], words: "save file" },
  { id: "log.top", title: "Top of the log", keys: ["$mod+ArrowUp"], menu: null, group: 1, when: ["log"] },
  { id: "log.bottom", title: "End of the log", keys: ["$mod+ArrowDown"], menu: null, group: 1, when: ["log"] },


  // The window itself stands in a file of its own; in a menu its groups come where their numbers say.
  ...windowCommands,
] as const satisfies readonly Command[];

export type CommandId = (typeof table)[number]["id"];
export const commands: readonly (Command & { readonly id: CommandId })[] = table;

export function isCommandId(text: unknown): text is CommandId {
  return commands.some((command) => command.id === text);
}

export function findCommand(id: CommandId): Command & { readonly id: CommandId } {
  const found = commands.find((command) => command.id === id);
  if (!found) throw new RangeError(`commands: "${id}" is not in the registry`);
  return found;
}

export function isEnabled(command: Command, contexts: ReadonlySet<CommandContext>): boolean {
  return command.when.every((context) => contexts.has(context));
}

const ofText: ReadonlySet<string> = new Set(["run.undo", "draw.undo", "draw.redo", "go.back", "go.forward"]);

/** Keys that edit text wherever text is typed, or move in it, and so mean nothing else there: undo, copy, select all, a word further and the like. */
export function belongsToText(command: Command): boolean {
  return command.when.includes("canvas") || ofText.has(command.id);
}

/** Single keys such as `g` or `Shift+C` are text where text is typed; only keys with Ctrl/⌘ or Alt, or a function key work there too. */
export function worksInTextField(key: string): boolean {
  return /\$mod|Control\+|Meta\+|Alt\+/.test(key) || /(^|\+)F\d{1,2}$/.test(key);
}
