create table species (
  species  varchar not null,
  size     varchar not null
);
