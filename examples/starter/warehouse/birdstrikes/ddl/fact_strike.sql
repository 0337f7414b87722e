create table fact_strike (
  strike_id    integer primary key,
  date_key     date not null,
  airport      varchar not null,
  state        varchar,
  operator     varchar not null,
  species      varchar not null,
  phase        varchar,
  time_of_day  varchar,
  is_damaging  boolean not null,
  speed_knots  integer,
  cost_repair  bigint not null,
  cost_other   bigint not null,
  cost_total   bigint not null
);
