/** The connections of a workspace: the embedded DuckDB always, others from `dagwright.json`. Passwords are looked up when needed, never kept. */
import type { ConnectionInfo } from "../../shared/contract/warehouse.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { embeddedConnection, type ConnectionConfig } from "../../shared/model/workspace-config.ts";
import type { ConnectionSpec } from "../ports/sql-host.ts";
import type { Workspace } from "../ports/workspace.ts";
import { variablesOf } from "./messages/channels.ts";
import { connectionTrouble } from "./connection-trouble.ts";

const embedded: ConnectionConfig = { kind: "duckdb", file: "", read_only: false, production: false };

type Environment = Readonly<Record<string, string | undefined>>;

export class Connections {
  readonly #workspace: Workspace;
  readonly #environment: Environment;
  readonly #isTrusted: () => boolean;

  constructor(parts: { workspace: Workspace; environment: Environment; isTrusted: () => boolean }) {
    this.#workspace = parts.workspace;
    this.#environment = parts.environment;
    this.#isTrusted = parts.isTrusted;
  }

  list(): ConnectionInfo[] {
    return Object.entries(this.#all()).map(([id, config]) => ({ id, kind: config.kind, label: labelOf(config), readOnly: config.read_only, ...lookOf(config) }));
  }

  /** Null is the embedded DuckDB. Throws connection/not-found, workspace/invalid for one that is named and has a mistake. */
  resolve(id: string | null): ConnectionSpec {
    const name = id ?? embeddedConnection;
    const file = this.#workspace.config();
    const trouble = connectionTrouble(file, name);
    if (trouble !== null) throw new AppError(trouble.code === "dag/unknown-connection" ? "connection/not-found" : "workspace/invalid", `Connection "${name}": ${trouble.message}`, { connection: name });
    const config = this.#all()[name] ?? embedded;
    if (config.kind === "duckdb") return { id: name, kind: "duckdb", file: this.#duckFile(name, config.file), readOnly: config.read_only, isProduction: config.production };
    return { id: name, kind: "postgres", host: config.host, port: config.port, database: config.database, user: config.user, password: this.#password(name, config), ssl: config.ssl, readOnly: config.read_only, isProduction: config.production };
  }

  /**
   * To be connected to now. A workspace from elsewhere names hosts, and variables of ours as passwords for them: nothing is sent there,
   * and no database file of its is opened, before a person trusts it. Throws workspace/untrusted, connection/not-found.
   */
  reach(id: string | null): ConnectionSpec {
    if (this.#isTrusted()) return this.resolve(id);
    throw new AppError("workspace/untrusted", 'This workspace is not trusted, so its databases are not opened; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).');
  }

  /** Every secret text of the workspace, to be masked wherever it shows. */
  secrets(): string[] {
    const { config } = this.#workspace.config();
    const declared = Object.values(config.secrets).flatMap(({ env }) => this.#environment[env] ?? []);
    const passwords = Object.entries(config.connections).flatMap(([name, one]) => (one.kind === "postgres" ? (this.#find(name, one) ?? []) : []));
    const ofChannels = Object.values(config.channels).flatMap((channel) => variablesOf(channel).flatMap((name) => this.#environment[name] ?? []));
    return [...declared, ...passwords, ...ofChannels].filter((text) => text !== "");
  }

  /** Values of the declared secrets that are set. */
  secretValues(): Record<string, string> {
    const { config } = this.#workspace.config();
    return Object.fromEntries(
      Object.entries(config.secrets).flatMap(([name, { env }]) => {
        const value = this.#environment[env];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  #all(): Record<string, ConnectionConfig> {
    return { [embeddedConnection]: embedded, ...this.#workspace.config().config.connections };
  }

  #duckFile(name: string, file: string): string {
    return name === embeddedConnection && file === "" ? `${this.#workspace.dataFolder}/warehouse.duckdb` : this.#workspace.resolve(file);
  }

  #password(name: string, config: Extract<ConnectionConfig, { kind: "postgres" }>): string | null {
    const { password } = config;
    const found = this.#find(name, config);
    if (found === null && typeof password === "object") {
      throw new AppError("connection/failed", `Connection "${name}": the environment variable ${password.env} with its password is not set; set it and start again.`, { connection: name });
    }
    return found;
  }

  #find(_name: string, config: Extract<ConnectionConfig, { kind: "postgres" }>): string | null {
    const { password } = config;
    if (password === undefined) return null;
    return typeof password === "string" ? password : (this.#environment[password.env] ?? null);
  }
}

function labelOf(config: ConnectionConfig): string {
  if (config.kind === "duckdb") return config.file === "" ? "Embedded DuckDB" : config.file;
  return `${config.user}@${config.host}:${config.port}/${config.database}`;
}

/** Production is marked even where the file says no more than that. */
function lookOf({ color, label, production }: ConnectionConfig): Pick<ConnectionInfo, "color" | "mark" | "isProduction"> {
  return { color: color ?? (production ? "red" : null), mark: label ?? (production ? "PROD" : null), isProduction: production };
}
