create table fact_flight (
  departed_at     timestamp not null,
  date_key        date not null,
  origin          varchar not null,
  destination     varchar not null,
  distance_miles  integer not null,
  delay_minutes   integer not null,
  is_late         boolean not null
);
