-- Empty when every order is what it must be (reliability.md §2). Read by `npm run audit`.
create view order_audit as
select id as subject, 'lines do not sum to the order' as problem, jsonb_build_object('order', payable_fen, 'lines', lines) as detail
from orders o
cross join lateral (
  select coalesce(sum(payable_fen), 0) as lines from order_lines l where l.order_id = o.id and l.created_at = o.created_at
) sums
where o.payable_fen <> sums.lines + o.fee_fen
union all
select id, 'history does not end in the state', jsonb_build_object('status', status, 'history', last.to_status)
from orders o
left join lateral (
  select to_status from order_history h where h.order_id = o.id and h.created_at = o.created_at order by at desc, id desc limit 1
) last on true
where last.to_status is distinct from o.status
union all
select h.order_id, 'a state moved backwards', jsonb_build_object('from', from_status, 'event', event, 'to', to_status)
from order_history h
where from_status in ('CLOSED', 'COMPLETED') and to_status <> from_status
union all
select id, 'still being placed', jsonb_build_object('created_at', created_at)
from orders where status = 'CREATED' and created_at < now() - interval '60 seconds'
union all
select id, 'unpaid beyond its window', jsonb_build_object('expire_at', expire_at)
from orders where status = 'PENDING_PAYMENT' and not closing and expire_at < now() - interval '60 seconds'
union all
select id, 'closing for more than ten minutes', jsonb_build_object('closing_at', closing_at)
from orders where closing and closing_at < now() - interval '10 minutes'
union all
select id, 'paid but nothing received', jsonb_build_object('status', status)
from orders where status not in ('CREATED', 'PENDING_PAYMENT', 'CLOSED') and (paid_at is null or paid_fen <> payable_fen)
union all
select o.id, 'placed without its keys', '{}'::jsonb
from orders o left join order_keys k on k.order_id = o.id where k.order_id is null;
