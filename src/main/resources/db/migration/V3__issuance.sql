-- How billing keys come about. Times are UTC, dates Asia/Seoul, money is whole won.

-- What a customer is asked to agree to, behind one link. subscription_id is what becomes of it.
CREATE TABLE issuance (
  issuance_id     VARCHAR(40) NOT NULL PRIMARY KEY,
  status          VARCHAR(10) NOT NULL,
  customer_uid    VARCHAR(80) NOT NULL,
  subscription_id VARCHAR(64) NOT NULL,
  name            VARCHAR(40) NOT NULL,
  amount          BIGINT      NOT NULL,
  cadence         VARCHAR(10) NOT NULL,
  first_due_on    DATE        NOT NULL,
  first_charge    VARCHAR(10) NOT NULL,
  buyer_name      VARCHAR(16),
  buyer_email     VARCHAR(64),
  buyer_tel       VARCHAR(16),
  buyer_addr      VARCHAR(128),
  buyer_postcode  VARCHAR(8),
  created_at      DATETIME(6) NOT NULL,
  expires_at      DATETIME(6) NOT NULL,
  issued_at       DATETIME(6),
  CONSTRAINT issuance_status CHECK (status REGEXP '^(open|issued|withdrawn)$'),
  CONSTRAINT issuance_amount CHECK (amount > 0),
  CONSTRAINT issuance_cadence CHECK (cadence REGEXP '^(day|week|month|quarter|year)$'),
  CONSTRAINT issuance_first_charge CHECK (first_charge REGEXP '^(nightly|now)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX issuance_customer ON issuance (customer_uid, status);
CREATE INDEX issuance_subscription ON issuance (subscription_id, status);

-- One opened window: its number is stored before the window opens, and never used again. Never deleted.
CREATE TABLE issuance_attempt (
  merchant_uid VARCHAR(40) NOT NULL PRIMARY KEY,
  issuance_id  VARCHAR(40) NOT NULL,
  pg           VARCHAR(80) NOT NULL,
  amount       BIGINT      NOT NULL,
  opened_at    DATETIME(6) NOT NULL,
  outcome      VARCHAR(10),
  reason       VARCHAR(500),
  imp_uid      VARCHAR(64),
  recorded_at  DATETIME(6),
  CONSTRAINT issuance_attempt_outcome_word CHECK (outcome REGEXP '^(issued|failed|mismatch|abandoned)$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX issuance_attempt_issuance ON issuance_attempt (issuance_id, opened_at);
CREATE INDEX issuance_attempt_outcome ON issuance_attempt (outcome, opened_at);
