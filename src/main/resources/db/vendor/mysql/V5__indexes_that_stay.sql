-- What a look-up is to be made for: in doubt, or sent again and not yet looked at once more. Null for all others, so
-- that an attempt which is claimed and answered stays where it is in every index.
ALTER TABLE charge_attempt ADD COLUMN awaits_look BOOLEAN GENERATED ALWAYS AS
  (CASE WHEN outcome = 'unknown' OR recheck_at IS NOT NULL THEN TRUE END) VIRTUAL;
CREATE INDEX charge_attempt_awaiting ON charge_attempt (awaits_look, run_id);
DROP INDEX charge_attempt_recheck ON charge_attempt;
CREATE INDEX charge_attempt_of_run ON charge_attempt (run_id);
DROP INDEX charge_attempt_run ON charge_attempt;

-- The charges of a run are found by its rows.
DROP INDEX charge_of_run ON charge;
