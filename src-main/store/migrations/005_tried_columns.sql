-- The columns of the rows that a script handed over in a try, as JSON; null where it handed over none, or they are not known.
alter table trial_output add column wrote text;
