-- Notes, newest first, without sorting them all.
create index note_by_time on note (at);
