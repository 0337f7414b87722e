/**
 * Brings a database file to the newest schema: numbered `.sql` files, forward only, each in one transaction that also
 * moves `user_version`. A backup is made before the first change; a file from a newer Dagwright is refused untouched.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { writeBackup } from "./backup/write-backup.ts";
import { newerState } from "./reading/newer-state.ts";

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

/** Throws store/newer for a file that a newer Dagwright wrote. */
export function assertKnown(database: Database, migrations: readonly Migration[]): void {
  const found = versionOf(database);
  if (found > migrations.length) throw newerState(database.name, found, migrations.length);
}

function versionOf(database: Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

/** Returns the path of the backup, or null when nothing had to change. Without a folder for backups none is made. */
export function migrate(database: Database, migrations: readonly Migration[], backups: string | null): string | null {
  assertKnown(database, migrations);
  const current = versionOf(database);
  if (current === migrations.length) return null;
  const backup = current > 0 && backups !== null ? writeBackup(database, { folder: backups, at: Date.now(), why: "upgrade" }) : null;
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
