create table strikes_by_size (
  size     varchar not null,
  strikes  integer not null,
  cost     bigint not null
);
