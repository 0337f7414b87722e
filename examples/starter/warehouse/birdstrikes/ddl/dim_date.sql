create table dim_date (
  date_key       date primary key,
  year           integer not null,
  quarter        integer not null,
  month_of_year  integer not null,
  day_name       varchar not null,
  is_weekend     boolean not null
);
