-- When the machine slept, the engine stood still, or somebody set the clock: that time does not count for limits of runs.
create table absence (
  id      integer primary key,
  kind    text    not null check (kind in ('slept', 'stood', 'set_ahead', 'set_back')),
  from_at integer not null,
  to_at   integer not null
) strict;
