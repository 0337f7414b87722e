create table dim_state (
  state     varchar primary key,
  capital   varchar,
  is_state  boolean not null
);
