/**
 * Names what failed, from the reports of Vitest and Playwright: one entry for each failed test, `file › title` and the first lines
 * of its error. `npm test` prints them at its very end, where they are found in a log that was cut.
 */
const shownLines = 12;
// Colours of a terminal: noise in a log.
const colours = /\u001b\[[0-9;]*m/gu;

/** @param report Vitest's JSON report @returns {string[]} */
export function failedUnits(report) {
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === "failed").map((test) => entry(file.name, test.fullName, test.failureMessages[0]));
    // A file that does not load has a message and no tests.
    return failed.length === 0 && file.status === "failed" ? [entry(file.name, "the file itself", file.message)] : failed;
  });
}

/** @param report Playwright's JSON report @returns {string[]} */
export function failedJourneys(report) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  return [
    ...report.errors.map((error) => entry("the run", "outside of any journey", error.message)),
    ...report.suites.flatMap(specs).flatMap((spec) => spec.tests.filter((test) => ["unexpected", "flaky"].includes(test.status)).map((test) => entry(`${spec.file}:${spec.line}`, spec.title, firstError(test)))),
  ];
}

const firstError = (test) => test.results.flatMap((result) => result.errors)[0]?.message;

function entry(file, title, message) {
  const lines = (message ?? "it ended without a message").replaceAll(colours, "").split("\n");
  return [`✘ ${file} › ${title}`, ...lines.filter((line) => line.trim() !== "").slice(0, shownLines).map((line) => `    ${line}`)].join("\n");
}
