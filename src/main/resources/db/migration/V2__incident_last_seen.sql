-- A condition that lasts is one incident: the iteration in which it was noticed last.
alter table incident add column last_seen bigint;
update incident set last_seen = iteration;
alter table incident alter column last_seen set not null;
