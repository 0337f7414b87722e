create table dim_operator (
  operator        varchar primary key,
  operator_group  varchar not null,
  strikes         integer not null
);
