/** Table message: whom to tell of what, from the state that called for it until it is sent or given up. */
import type { Database } from "better-sqlite3";
import type { Message, MessageEvent, MessageState } from "../../shared/model/message.ts";
import type { MessageStore, WaitingMessage } from "../ports/message-store.ts";
import type { PackedTasks } from "./pack/packed-tasks.ts";

interface Row {
  id: number;
  run: number | null;
  deadline: number | null;
  task: number | null;
  try_number: number;
  event: MessageEvent;
  channel: string;
  own_subject: string | null;
  own_message: string | null;
  made_at: number;
  state: MessageState;
  tries: number;
  next_at: number | null;
  ended_at: number | null;
  trouble: string | null;
  subject: string | null;
}

export function prepareMessages(database: Database, packed: PackedTasks): MessageStore {
  const insert = database.prepare("insert into message (run, task, try_number, event, channel, own_subject, own_message, made_at, state, next_at, deadline) values (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)");
  const due = database.prepare<[number, number], Row>("select * from message where state = 'waiting' and next_at <= ? order by next_at, id limit ?");
  const next = database.prepare<[], { at: number | null }>("select min(next_at) as at from message where state = 'waiting'");
  const sent = database.prepare("update message set state = 'sent', tries = tries + 1, next_at = null, ended_at = ?, trouble = null, subject = ? where id = ? and state = 'waiting'");
  const again = database.prepare("update message set tries = tries + 1, next_at = ?, trouble = ?, subject = coalesce(?, subject) where id = ? and state = 'waiting'");
  const givenUp = database.prepare("update message set state = 'failed', tries = tries + 1, next_at = null, ended_at = ?, trouble = ?, subject = coalesce(?, subject) where id = ? and state = 'waiting'");
  const ofRun = database.prepare<[number], Row & { dag_id: string; run_id: string; task_id: string | null }>(
    `select message.*, dag_id, run_id, task_id from message join dag_run on dag_run.id = message.run
       left join task_instance on task_instance.run = message.run and task_instance.task = message.task where message.run = ? order by message.id`,
  );
  return {
    add: ({ run, task, tryNumber, event, channel, subject, message, at, deadline }) => void insert.run(run, task, tryNumber, event, channel, subject, message, at, at, deadline ?? null),
    due: (now, limit) => due.all(now, limit).map(toWaiting),
    nextAt: () => next.get()?.at ?? null,
    sent: (id, { at, subject }) => void sent.run(at, subject, id),
    missed: (id, { at, trouble, nextAt, subject }) => void (nextAt === null ? givenUp.run(at, trouble, subject, id) : again.run(nextAt, trouble, subject, id)),
    ofRun: (run) => ofRun.all(run).map((row) => toMessage(row.task_id === null && row.task !== null ? { ...row, task_id: packed.idOf(run, row.task) } : row)),
  };
}

function toWaiting(row: Row): WaitingMessage {
  return { id: row.id, run: row.run, task: row.task, tryNumber: row.try_number, event: row.event, channel: row.channel, subject: row.own_subject, message: row.own_message, at: row.made_at, tries: row.tries, ...(row.deadline === null ? {} : { deadline: row.deadline }) };
}

function toMessage(row: Row & { dag_id: string; run_id: string; task_id: string | null }): Message {
  return {
    ...{ id: row.id, dagId: row.dag_id, runId: row.run_id, taskId: row.task_id, tryNumber: row.try_number, event: row.event, channel: row.channel },
    ...{ madeAt: row.made_at, state: row.state, tries: row.tries, nextAt: row.next_at, endedAt: row.ended_at, trouble: row.trouble, subject: row.subject },
  };
}
