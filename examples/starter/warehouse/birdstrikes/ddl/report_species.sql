create table report_species (
  species         varchar primary key,
  size            varchar not null,
  strikes         integer not null,
  damaging        integer not null,
  damaging_share  double not null,
  cost_total      bigint not null
);
