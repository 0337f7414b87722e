create table raw_state (
  state      varchar not null,
  capital    varchar not null,
  latitude   double not null,
  longitude  double not null
);
