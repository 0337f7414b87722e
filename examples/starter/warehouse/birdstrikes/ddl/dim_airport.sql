create table dim_airport (
  iata     varchar primary key,
  name     varchar not null,
  city     varchar,
  state    varchar,
  flights  integer not null
);
