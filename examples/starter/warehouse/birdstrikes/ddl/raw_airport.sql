create table raw_airport (
  iata       varchar not null,
  name       varchar not null,
  city       varchar,
  state      varchar,
  country    varchar,
  latitude   double not null,
  longitude  double not null
);
