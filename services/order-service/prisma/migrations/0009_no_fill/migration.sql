-- The version that inserted whole rows without the columns of 0005 is gone; every version since gives them a value.
-- Two calls of a function less for each order.
drop trigger fill_merchant_price on orders;
drop trigger fill_merchant_price on order_lines;
drop function fill_merchant_price();
