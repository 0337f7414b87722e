create table strikes_by_state (
  state    varchar not null,
  strikes  integer not null,
  cost     bigint not null
);
