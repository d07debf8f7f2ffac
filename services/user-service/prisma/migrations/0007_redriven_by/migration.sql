-- Who handed a parked event to its handler again: replaying what failed is something to answer for.
alter table dead_event add column redriven_by uuid;
