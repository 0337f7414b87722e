/** Writes src-main/store/schema.sql from the migrations: run after adding one. A store test compares the two. */
import { writeFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { migrate, readMigrations } from "../src-main/store/migrate.ts";
import { dumpSchema } from "../src-main/store/schema-dump.ts";

const folder = new URL("../src-main/store/", import.meta.url);
const database = new Sqlite(":memory:");
migrate(database, readMigrations(new URL("migrations", folder).pathname), null);
writeFileSync(new URL("schema.sql", folder), dumpSchema(database));
