-- Nothing is ever searched by what an event says. Sampling it took a quarter of the time of all ANALYZE.
alter table outbox alter column payload set statistics 0, alter column headers set statistics 0;
