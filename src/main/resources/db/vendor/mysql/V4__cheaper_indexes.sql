-- Likely duplicates are the recent charges of a customer, however many old ones there are.
CREATE INDEX charge_customer_since ON charge (customer_uid, created_at);
DROP INDEX charge_customer ON charge;

-- A status changes twice a charge; nothing looks for one.
CREATE INDEX charge_of_run ON charge (run_id);
DROP INDEX charge_run_index ON charge;
