-- Rows of an old data key are looked for only while there is one, and then in the whole table.
drop index users_phone_key, users_identity_key, addresses_contact_key, merchants_contact_key, staff_phone_key;
