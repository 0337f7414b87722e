/**
 * Literals that look like texts of the window and are none: what is written into files, names, identities, words to search by. Each is named with
 * its file, so that the same words elsewhere are still found.
 */
const everywhere = /^(Dagwright|DuckDB|PostgreSQL|Electron|Chromium|Node|Parquet|Excel|Python|Bash|SQL|CSV|TSV|JSON|YAML|PNG|SVG|HTML|NULL|BOM|git|CREATE TABLE|null|true|false|LF|CRLF|CR|dagwright .*|hello\.dag\.yaml)$/;

/** Whole files. */
const files: readonly RegExp[] = [
  // Written for whoever reads a report, in the language of the engine.
  /^app\/diagnostics-text\.ts$/,
  // Pictures: markup and the fonts in it.
  /^picture\/(svg-picture|svg-source|shapes)\.ts$/,
  /^graph-view\/paint\/graph-colours\.ts$/,
  // Names of keys, as the editor has them.
  /^editor\/key-codes\.ts$/,
];

const texts: readonly (readonly [file: RegExp, text: RegExp])[] = [
  // Errors of a programmer, who reads English; where a state is kept.
  [/^(document\/documents-provider|main|rpc\/rpc-provider|graph-view\/graph-context)\.tsx?$/, /./],
  [/^app\/keep-scroll\.ts$/, /^scroll /],
  [/^app\/kept-view\.ts$/, /^(editor |text left at$)/],
  [/^app\/half-view\.tsx$/, /^whole$/],
  [/^app\/file-drop\.tsx$/, /^Files$/],
  [/^(document\/dag-parser|graph-view\/layouter)\.ts$/, /^(dag file|graph layout)$/],
  // What the program calls a thing; what a person reads stands beside it.
  [/^app\/palette-items\.ts$/, /^(Open|DAGs|Tasks|Files|Runs|Search|Tables|Assets|Commands)$/],
  [/^features\/sql\/results\/chart\/chart-choice\.ts$/, /^count distinct$/],
  [/^features\/sql\/results\/result-(order|rows)\.tsx?$/, /^(not contains|starts with|is null|is not null)$/],
  [/^features\/sql\/results\/use-comparisons\.ts$/, /^compare /],
  [/^features\/draw\/forms\/field-descriptors\.ts$/, /^task /],
  [/^editor\/diff-view\.tsx$/, /^(Immediate|Smooth)$/],
  // What goes into a file.
  [/^features\/draw\/drop\/notebook-text\.ts$/, /left out, of the notebook|From the notebook/],
  [/^features\/draw\/forms\/check-edits\.ts$/, /^select /],
  [/^features\/sql\/make-task\/plan-query-task\.ts$/, /^(CAST|'\{\{)/],
  [/^picture\/make-picture\.ts$/, /^Dagwright DAG$/],
  // Commands that work as they stand.
  [/^features\/dag\/queue-source\.tsx$/, /^(curl |\s+-H |dagwright queue )/],
  // Words to search by, and programs.
  [/^features\/draw\/task-kinds\.ts$/, /^(Data|Programs|Flow|Files)$/],
  [/^features\/draw\/file-choices\.ts$/, /^Files$/],
  [/^features\/draw\/task-kinds\.ts$/, /^(query table|py program|shell sh|join noop|switch case|condition stop|request rest|notify mail|sensor wait|trigger start)/],
  [/^features\/draw\/code\/program-words\.ts$/, /^\w+\(/],
  [/^features\/sql\/results\/results-panel\.tsx$/, /^select 42/],
  [/^features\/draw\/new-dag-dialog\.tsx$/, /^claims_daily$/],
  [/^features\/draw\/use-panes\.ts$/, /^input:/],
  [/^graph-view\/edit\/pointer-hits\.ts$/, /^button, /],
  [/^(app\/keep-focus|features\/draw\/forms\/controls\/use-adding)\.ts$/, /button/],
];

/** @param file from src-renderer */
export function isAllowed(file: string, text: string): boolean {
  return everywhere.test(text) || files.some((pattern) => pattern.test(file)) || texts.some(([pattern, allowed]) => pattern.test(file) && allowed.test(text));
}
