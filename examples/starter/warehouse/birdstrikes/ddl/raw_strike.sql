create table raw_strike (
  strike_id    integer not null,
  airport      varchar not null,
  state        varchar,
  flight_date  date not null,
  time_of_day  varchar,
  aircraft     varchar,
  operator     varchar,
  phase        varchar,
  species      varchar not null,
  size         varchar,
  damage       varchar,
  speed_knots  integer,
  cost_repair  bigint not null,
  cost_other   bigint not null,
  cost_total   bigint not null
);
