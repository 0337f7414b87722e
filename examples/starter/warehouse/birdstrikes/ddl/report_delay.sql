create table report_delay (
  iata                   varchar primary key,
  name                   varchar not null,
  city                   varchar,
  departures             integer not null,
  late_share             double not null,
  average_delay_minutes  double not null
);
