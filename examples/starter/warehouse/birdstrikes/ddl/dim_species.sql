create table dim_species (
  species        varchar primary key,
  size           varchar not null,
  is_identified  boolean not null
);
