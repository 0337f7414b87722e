create table raw_flight (
  departed_at     timestamp not null,
  origin          varchar not null,
  destination     varchar not null,
  distance_miles  integer not null,
  delay_minutes   integer not null
);
