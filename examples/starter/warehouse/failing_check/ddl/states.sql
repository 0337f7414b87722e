create table states (state varchar primary key);
