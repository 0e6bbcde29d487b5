-- The ledger. Times are UTC, money is whole won, identifiers compare byte by byte.
-- Words are checked by REGEXP: H2 ties an IN list to the connection that created it, and fails once that is closed.

-- What must never change while this database lives.
CREATE TABLE installation (
  id         INT         NOT NULL PRIMARY KEY,
  namespace  VARCHAR(64) NOT NULL,
  created_at DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE billing_key (
  customer_uid       VARCHAR(80) NOT NULL PRIMARY KEY,
  status             VARCHAR(10) NOT NULL DEFAULT 'issued',
  pg                 VARCHAR(80),
  issue_merchant_uid VARCHAR(40),
  imp_uid            VARCHAR(64),
  buyer_name         VARCHAR(16),
  buyer_email        VARCHAR(64),
  buyer_tel          VARCHAR(16),
  CONSTRAINT billing_key_status CHECK (status REGEXP '^(pending|issued|failed|revoked)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- id is the merchant's own stable text: a table loaded again derives the same references.
CREATE TABLE subscription (
  id           VARCHAR(64) NOT NULL PRIMARY KEY,
  customer_uid VARCHAR(80) NOT NULL,
  name         VARCHAR(40) NOT NULL,
  amount       BIGINT      NOT NULL,
  tax_free     BIGINT,
  vat_amount   BIGINT,
  cadence      VARCHAR(10) NOT NULL,
  anchor_date  DATE        NOT NULL,
  next_due_on  DATE        NOT NULL,
  status       VARCHAR(10) NOT NULL DEFAULT 'active',
  CONSTRAINT subscription_amount CHECK (amount > 0),
  CONSTRAINT subscription_tax CHECK (COALESCE(tax_free, 0) >= 0 AND COALESCE(vat_amount, 0) >= 0
    AND COALESCE(tax_free, 0) + COALESCE(vat_amount, 0) <= amount),
  CONSTRAINT subscription_cadence CHECK (cadence REGEXP '^(day|week|month|quarter|year)$'),
  CONSTRAINT subscription_status CHECK (status REGEXP '^(active|paused|ended)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX subscription_due ON subscription (status, next_due_on, id);

-- One row a digest: locked while a run of that digest is found or created.
CREATE TABLE run_digest (
  digest VARCHAR(80) NOT NULL PRIMARY KEY
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE charge_run (
  run_id       BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind         VARCHAR(10)  NOT NULL,
  state        VARCHAR(10)  NOT NULL,
  digest       VARCHAR(80)  NOT NULL,
  batch        VARCHAR(40),
  due_on       DATE,
  -- The run of which this one re-runs a part, and which part, as options of the command.
  rerun_of     BIGINT,
  selection    MEDIUMTEXT,
  file_name    VARCHAR(500),
  file_sha256  VARCHAR(64),
  directory    TEXT         NOT NULL,
  name         VARCHAR(255) NOT NULL,
  input_columns TEXT        NOT NULL,
  language     VARCHAR(10)  NOT NULL,
  row_limit    BIGINT,
  os_user      VARCHAR(100) NOT NULL,
  host         VARCHAR(255) NOT NULL,
  version      VARCHAR(50)  NOT NULL,
  command_line TEXT         NOT NULL,
  planned_rows BIGINT,
  planned_valid BIGINT,
  planned_won  BIGINT,
  created_at   DATETIME(6)  NOT NULL,
  sealed_at    DATETIME(6),
  finished_at  DATETIME(6),
  lease_owner  VARCHAR(300),
  lease_token  BIGINT       NOT NULL DEFAULT 0,
  lease_until  DATETIME(6),
  CONSTRAINT charge_run_kind CHECK (kind REGEXP '^(csv|due|rerun)$'),
  CONSTRAINT charge_run_state CHECK (state REGEXP '^(planning|sealed|finished|rejected)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX charge_run_digest ON charge_run (digest, run_id);
CREATE INDEX charge_run_state_index ON charge_run (state, run_id);

-- An obligation. run_id is the one run that may claim it now.
CREATE TABLE charge (
  charge_id       BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  reference       VARCHAR(160) NOT NULL,
  run_id          BIGINT       NOT NULL,
  first_run_id    BIGINT       NOT NULL,
  status          VARCHAR(10)  NOT NULL,
  customer_uid    VARCHAR(80)  NOT NULL,
  amount          BIGINT       NOT NULL,
  name            VARCHAR(40)  NOT NULL,
  tax_free        BIGINT,
  vat_amount      BIGINT,
  currency        VARCHAR(3),
  buyer_name      VARCHAR(16),
  buyer_email     VARCHAR(64),
  buyer_tel       VARCHAR(16),
  buyer_addr      VARCHAR(128),
  buyer_postcode  VARCHAR(8),
  card_quota      INT,
  product_type    VARCHAR(10),
  custom_data     MEDIUMTEXT,
  notice_url      TEXT,
  subscription_id VARCHAR(64),
  period          DATE,
  created_at      DATETIME(6)  NOT NULL,
  CONSTRAINT charge_reference UNIQUE (reference),
  CONSTRAINT charge_amount CHECK (amount > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX charge_customer ON charge (customer_uid, amount);
CREATE INDEX charge_run_index ON charge (run_id, status);

-- One input row of one run. Skipped and invalid exist here only.
CREATE TABLE run_row (
  run_id       BIGINT      NOT NULL,
  row_no       BIGINT      NOT NULL,
  cells        MEDIUMTEXT  NOT NULL,
  amount       BIGINT,
  charge_id    BIGINT,
  -- The whole instruction of a row that repeats a charge of an earlier run, for the seal.
  repeats      MEDIUMTEXT,
  disposition  VARCHAR(10) NOT NULL,
  reason_class VARCHAR(30),
  reason       VARCHAR(500),
  other_run    BIGINT,
  PRIMARY KEY (run_id, row_no),
  CONSTRAINT run_row_disposition CHECK (disposition REGEXP '^(own|skipped|invalid)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX run_row_charge ON run_row (charge_id, run_id);

-- One number. Never deleted.
CREATE TABLE charge_attempt (
  merchant_uid VARCHAR(40) NOT NULL PRIMARY KEY,
  charge_id    BIGINT      NOT NULL,
  attempt_no   INT         NOT NULL,
  run_id       BIGINT      NOT NULL,
  token        BIGINT      NOT NULL,
  in_flight    BOOLEAN     NOT NULL,
  customer_uid VARCHAR(80) NOT NULL,
  amount       BIGINT      NOT NULL,
  currency     VARCHAR(3)  NOT NULL,
  claimed_at   DATETIME(6) NOT NULL,
  times_sent   INT         NOT NULL,
  requested_at DATETIME(6),
  last_sent_at DATETIME(6),
  recorded_at  DATETIME(6),
  looks        INT         NOT NULL,
  none_looks   INT         NOT NULL,
  none_since   DATETIME(6),
  last_look_at DATETIME(6),
  recheck_at   DATETIME(6),
  -- Whether attempt_event has the recorded answer already; else this row tells it.
  answer_kept  BOOLEAN     NOT NULL DEFAULT FALSE,
  outcome      VARCHAR(10),
  reason_class VARCHAR(30),
  reason       VARCHAR(500),
  http_status  INT,
  code         INT,
  imp_uid      VARCHAR(64),
  pg_tid       VARCHAR(200),
  paid_at      DATETIME(6),
  amount_paid  BIGINT,
  receipt_url  TEXT,
  sandbox      BOOLEAN,
  cancelled_at DATETIME(6),
  CONSTRAINT charge_attempt_no UNIQUE (charge_id, attempt_no),
  CONSTRAINT charge_attempt_outcome CHECK (outcome REGEXP '^(paid|declined|refused|cancelled|unknown|not_sent)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX charge_attempt_run ON charge_attempt (run_id, outcome);
CREATE INDEX charge_attempt_recheck ON charge_attempt (recheck_at, run_id);

-- What happened to a number beyond its last claim and answer, which its own row tells: looks, and claims and answers
-- before they were replaced. Never changed. sent_at is when the answered request was begun, or the last moment at which
-- a process that died could have sent it.
CREATE TABLE attempt_event (
  event_id     BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
  merchant_uid VARCHAR(40) NOT NULL,
  happened_at  DATETIME(6) NOT NULL,
  kind         VARCHAR(12) NOT NULL,
  run_id       BIGINT,
  sent_at      DATETIME(6),
  outcome      VARCHAR(10),
  reason_class VARCHAR(30),
  reason       VARCHAR(500),
  http_status  INT,
  code         INT,
  imp_uid      VARCHAR(64),
  CONSTRAINT attempt_event_kind CHECK (kind REGEXP '^(claim|answer|late_answer|found|none|no_answer|adopted)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX attempt_event_number ON attempt_event (merchant_uid, event_id);

-- What a person decided about a charge in doubt. Never changed.
CREATE TABLE decision (
  decision_id  BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  charge_id    BIGINT       NOT NULL,
  merchant_uid VARCHAR(40)  NOT NULL,
  decided_at   DATETIME(6)  NOT NULL,
  decided_as   VARCHAR(12)  NOT NULL,
  imp_uid      VARCHAR(64),
  note         VARCHAR(500) NOT NULL,
  os_user      VARCHAR(100) NOT NULL,
  host         VARCHAR(255) NOT NULL,
  CONSTRAINT decision_decided_as CHECK (decided_as REGEXP '^(paid|not-charged)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX decision_charge ON decision (charge_id, decision_id);

-- Which run wrote the file at a path, so that no run overwrites another's.
CREATE TABLE report_file (
  path_sha256 VARCHAR(64) NOT NULL PRIMARY KEY,
  path        TEXT        NOT NULL,
  run_id      BIGINT      NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
