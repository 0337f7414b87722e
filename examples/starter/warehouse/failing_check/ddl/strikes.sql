create table strikes (
  state    varchar not null,
  species  varchar not null,
  size     varchar not null,
  cost     bigint not null
);
