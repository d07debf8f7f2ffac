-- Up to when every consumer of the stream has handled everything, and who they are: where a replay has to begin.
alter table relay_state
  add column handled_until timestamptz(3),
  add column handled_by    text[] not null default '{}';
