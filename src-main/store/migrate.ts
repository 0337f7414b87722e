/**
 * Brings a database file to the newest schema: numbered `.sql` files, forward only, each in one transaction that also
 * moves `user_version`. A backup is made before the first change; a file from a newer Dagwright is refused untouched.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { AppError } from "../../shared/errors/app-error.ts";

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** Reads `NNN_name.sql` files in order. Throws when a number is missing or doubled. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{3}_.+\.sql$/.test(name)).sort();
  return names.map((name, index) => {
    const version = Number(name.slice(0, 3));
    if (version !== index + 1) throw new Error(`${folder}: found ${name} where migration ${index + 1} should be.`);
    return { version, name, sql: readFileSync(join(folder, name), "utf8") };
  });
}

/** Returns the path of the backup, or null when nothing had to change. */
export function migrate(database: Database, file: string, migrations: readonly Migration[]): string | null {
  const current = Number(database.pragma("user_version", { simple: true }));
  if (current > migrations.length) throw newerFile(file, current, migrations.length);
  if (current === migrations.length) return null;
  const backup = current > 0 ? backUp(database, file, current) : null;
  for (const migration of migrations.slice(current)) apply(database, migration);
  return backup;
}

/** For a file that holds what another one wrote: the schema as that one had it. */
export function applyUpTo(database: Database, migrations: readonly Migration[], version: number): void {
  for (const migration of migrations.slice(0, version)) apply(database, migration);
}

function apply(database: Database, migration: Migration): void {
  database.transaction(() => {
    database.exec(migration.sql);
    database.pragma(`user_version = ${migration.version}`);
  }).immediate();
}

/** A whole copy in one file, the write-ahead log folded in; a half-made one never bears the final name. */
function backUp(database: Database, file: string, version: number): string {
  const target = `${file}.before-${version + 1}`;
  if (existsSync(target)) return target;
  rmSync(`${target}.part`, { force: true });
  database.prepare("vacuum into ?").run(`${target}.part`);
  renameSync(`${target}.part`, target);
  return target;
}

function newerFile(file: string, found: number, known: number): AppError {
  return new AppError(
    "store/newer",
    `${file}: written by a newer Dagwright (schema ${found}, this one knows ${known}); update Dagwright, or open the workspace with the version that wrote it.`,
    { file, found, known },
  );
}
