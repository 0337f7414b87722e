-- What a try was started as: program, words, folder, environment, with secrets masked, as JSON.
alter table attempt_detail add column process text;
