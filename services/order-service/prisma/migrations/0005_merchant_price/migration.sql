-- A shop may ask less before the order is paid (product.md O13): one more discount, kept by line like every other.
alter table orders
  add column merchant_discount_fen integer not null default 0 check (merchant_discount_fen >= 0),
  -- What was asked before: somebody whose cashier was open already may still pay it.
  add column offered_fen integer[] not null default '{}',
  drop constraint orders_check2,
  add constraint orders_payable check (payable_fen = goods_fen - discount_fen - coupon_discount_fen
    - points_discount_fen - merchant_discount_fen + fee_fen);
alter table order_lines
  add column merchant_discount_fen integer not null default 0 check (merchant_discount_fen >= 0),
  drop constraint order_lines_check2,
  add constraint order_lines_payable check (payable_fen = unit_price_fen * qty - activity_discount_fen
    - member_discount_fen - full_reduction_fen - coupon_discount_fen - points_discount_fen - merchant_discount_fen);

-- While services are replaced one by one, the version before still inserts whole rows and knows nothing of these.
create function fill_merchant_price() returns trigger language plpgsql as $$
begin
  new.merchant_discount_fen := coalesce(new.merchant_discount_fen, 0);
  if tg_table_name like 'orders%' then
    new.offered_fen := coalesce(new.offered_fen, '{}');
  end if;
  return new;
end $$;
create trigger fill_merchant_price before insert on orders for each row execute function fill_merchant_price();
create trigger fill_merchant_price before insert on order_lines for each row execute function fill_merchant_price();
