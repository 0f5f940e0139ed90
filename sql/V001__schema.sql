-- SolFlow's tables. Analysts read token_trades and token_rolling_metrics; the other tables are how they are stored.
-- Shipped migrations are never edited: a change is a new file. Nothing is shipped before 0.1.0: until then this is the only one. The SQL here is kept to what SQLite 3.40 can read, so
-- that older tools can open the database; that is why there is no STRICT and no RAISE with a computed message.

-- Applied migrations, one row a file of sql/.
CREATE TABLE schema_migrations (
    version     INTEGER PRIMARY KEY,    -- the number in the file's name
    name        TEXT    NOT NULL,       -- the file's name
    checksum    TEXT    NOT NULL,       -- SHA-256 of the file's text, hex
    applied_at  INTEGER NOT NULL        -- unix seconds, wall clock
);

-- Dictionary of token mints; lets a trade hold a small integer instead of 44 characters.
CREATE TABLE mints (
    id          INTEGER PRIMARY KEY,
    address     TEXT    NOT NULL UNIQUE -- base58
);

-- Dictionary of traders.
CREATE TABLE wallets (
    id          INTEGER PRIMARY KEY,
    address     TEXT    NOT NULL UNIQUE -- base58
);

-- Labels of the programs that execute trades.
CREATE TABLE programs (
    id          INTEGER PRIMARY KEY,    -- the program code of trades.program
    label       TEXT    NOT NULL UNIQUE -- PumpFun, PumpSwap, …
);

-- One row per executed swap of a token against SOL. Read it through the view token_trades.
CREATE TABLE trades (
    id           INTEGER PRIMARY KEY,   -- chain position: slot << 29 | txIndex << 12 | ordinal; negative: added by hand.
                                        -- ordinal: place of the instruction that proves the trade. txIndex from 65536 on:
                                        -- the source did not tell the position in the block, it follows from the signature
    mint_id      INTEGER NOT NULL REFERENCES mints (id),
    timestamp    INTEGER NOT NULL,      -- unix seconds, chain time
    wallet_id    INTEGER NOT NULL REFERENCES wallets (id),
    side         INTEGER NOT NULL CHECK (side IN (0, 1)),               -- 0 buy, 1 sell
    lamports     INTEGER NOT NULL CHECK (typeof(lamports) = 'integer' AND lamports >= 0),
    is_bot       INTEGER NOT NULL DEFAULT 0 CHECK (is_bot IN (0, 1)),   -- 3 trades of wallet and mint within 60 s
    is_dca       INTEGER NOT NULL DEFAULT 0 CHECK (is_dca IN (0, 1)),   -- fill of a Jupiter DCA order
    token_amount REAL,                  -- whole tokens: base units / 10^decimals
    program      INTEGER REFERENCES programs (id),
    signature    TEXT,                  -- transaction signature, base58
    is_boost     INTEGER NOT NULL DEFAULT 0 CHECK (is_boost IN (0, 1))  -- Pump.fun's own buy of a new pool's token
);

-- One mint, one mint with time. An index on the mint alone would only repeat its first column.
CREATE INDEX idx_trades_mint_timestamp ON trades (mint_id, timestamp);
-- Time; also refills the windows at start, and deletes by age.
CREATE INDEX idx_trades_timestamp ON trades (timestamp);
-- DCA fills, alone or with time. Write is_dca = 1 in the query: a partial index needs the constant.
CREATE INDEX idx_trades_is_dca ON trades (is_dca, timestamp) WHERE is_dca = 1;

-- What readers see of the trades. SQLite flattens it: conditions reach the indexes of trades and mints.
-- The label is a scalar subquery, because a LEFT JOIN would fix the order in which SQLite joins.
CREATE VIEW token_trades AS
SELECT
    t.id                                                    AS id,          -- chain position, ordered as the chain is
    m.address                                               AS mint,        -- base58
    t.timestamp                                             AS timestamp,   -- unix seconds, chain time
    w.address                                               AS wallet,      -- the trader, base58
    CASE t.side WHEN 0 THEN 'buy' ELSE 'sell' END           AS side,        -- buy: SOL in, token out; sell: the reverse
    t.lamports / 1e9                                        AS sol_amount,  -- SOL that the swap moved
    t.is_bot                                                AS is_bot,      -- 1: 3 trades of wallet and mint within 60 s
    t.is_dca                                                AS is_dca,      -- 1: fill of a Jupiter DCA order
    t.token_amount                                          AS token_amount, -- whole tokens
    (SELECT p.label FROM programs p WHERE p.id = t.program) AS program,     -- PumpFun, PumpSwap, …
    t.signature                                             AS signature,   -- transaction signature, base58
    CASE WHEN t.id >= 0 THEN t.id >> 29 END                 AS slot,        -- NULL for a trade added by hand
    t.lamports                                              AS lamports,    -- the same SOL, exact
    t.is_boost                                              AS is_boost     -- 1: Pump.fun's own buy, no trader's
FROM trades t
JOIN mints m ON m.id = t.mint_id
JOIN wallets w ON w.id = t.wallet_id;

-- INSERT INTO token_trades works as on a table. Without an id the row gets a negative one, below all others, which no
-- chain position can ever have. lamports wins over sol_amount; slot follows from the id.
CREATE TRIGGER token_trades_insert INSTEAD OF INSERT ON token_trades
BEGIN
    -- A JSON path that is none fails with its own text: the one way to name a value that older versions can parse.
    SELECT json_extract('{}', 'token_trades.side is ' || quote(NEW.side) || ', allowed are buy and sell')
    WHERE NEW.side IS NULL OR NEW.side NOT IN ('buy', 'sell');
    SELECT json_extract('{}', 'token_trades.program is ' || quote(NEW.program) || ', allowed are the labels in programs')
    WHERE NEW.program IS NOT NULL AND NEW.program NOT IN (SELECT label FROM programs);
    SELECT json_extract('{}', 'token_trades.slot is ' || quote(NEW.slot) || ', allowed is the slot of the id')
    WHERE NEW.slot IS NOT NULL AND (NEW.id IS NULL OR NEW.id >> 29 <> NEW.slot);
    SELECT RAISE(ABORT, 'token_trades.sol_amount and lamports are both NULL, allowed is one of them')
    WHERE NEW.lamports IS NULL AND NEW.sol_amount IS NULL;
    -- NOT EXISTS and not OR IGNORE: an outer INSERT OR REPLACE overrides it and would give the mint a new id.
    INSERT INTO mints (address)
    SELECT NEW.mint WHERE NOT EXISTS (SELECT 1 FROM mints WHERE address = NEW.mint);
    INSERT INTO wallets (address)
    SELECT NEW.wallet WHERE NOT EXISTS (SELECT 1 FROM wallets WHERE address = NEW.wallet);
    INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot, is_dca, token_amount, program,
                        signature, is_boost)
    VALUES (
        coalesce(NEW.id, min(coalesce((SELECT min(id) FROM trades), 0), 0) - 1),
        (SELECT id FROM mints WHERE address = NEW.mint),
        NEW.timestamp,
        (SELECT id FROM wallets WHERE address = NEW.wallet),
        CASE NEW.side WHEN 'buy' THEN 0 ELSE 1 END,
        coalesce(NEW.lamports, CAST(round(NEW.sol_amount * 1e9) AS INTEGER)),
        coalesce(NEW.is_bot, 0),
        coalesce(NEW.is_dca, 0),
        NEW.token_amount,
        (SELECT id FROM programs WHERE label = NEW.program),
        NEW.signature,
        coalesce(NEW.is_boost, 0));
    UPDATE dictionary_changes SET insertions = insertions + 1;
END;

-- DELETE FROM token_trades WHERE timestamp < … works as on a table. The dictionaries keep their addresses.
CREATE TRIGGER token_trades_delete INSTEAD OF DELETE ON token_trades
BEGIN
    DELETE FROM trades WHERE id = OLD.id;
END;

-- Rolling metrics, one row a mint, true at updated_at. A window holds the trades with
-- updated_at - window <= timestamp <= updated_at. Flows are buys minus sells in SOL.
CREATE TABLE token_rolling_metrics (
    mint                    TEXT    PRIMARY KEY NOT NULL,   -- base58
    updated_at              INTEGER NOT NULL,               -- watermark in unix seconds, chain time
    net_flow_60s            REAL    NOT NULL,
    net_flow_300s           REAL    NOT NULL,
    net_flow_900s           REAL    NOT NULL,
    net_flow_3600s          REAL    NOT NULL,
    net_flow_7200s          REAL    NOT NULL,
    net_flow_14400s         REAL    NOT NULL,
    unique_wallets_300s     INTEGER NOT NULL,               -- distinct wallets
    bot_wallets_300s        INTEGER NOT NULL,               -- distinct wallets of trades with is_bot = 1
    bot_trades_300s         INTEGER NOT NULL,               -- number of trades with is_bot = 1
    bot_flow_300s           REAL    NOT NULL,               -- net flow of trades with is_bot = 1
    dca_flow_300s           REAL    NOT NULL,               -- net flow of trades with is_dca = 1
    dca_unique_wallets_300s INTEGER NOT NULL,               -- distinct wallets of trades with is_dca = 1
    dca_ratio_300s          REAL    NOT NULL,               -- dca_flow_300s / net_flow_300s; 0 when that is 0
    trades_300s             INTEGER NOT NULL DEFAULT 0,     -- number of trades
    buys_300s               INTEGER NOT NULL DEFAULT 0      -- number of buys
);

CREATE INDEX idx_rolling_metrics_updated_at ON token_rolling_metrics (updated_at DESC);
CREATE INDEX idx_rolling_metrics_net_flow_300s ON token_rolling_metrics (net_flow_300s DESC);

-- Where to resume: one row, written in the transaction of the trades that it covers.
CREATE TABLE checkpoint (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    slot        INTEGER,    -- slot to resume from: everything up to it is stored; NULL before the first whole slot
    watermark   INTEGER     -- highest block time seen, unix seconds; NULL before the first
);

-- Holes in the stream: slots that were never seen, both ends included.
CREATE TABLE ingest_gaps (
    from_slot   INTEGER NOT NULL,
    to_slot     INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    noticed_at  INTEGER,    -- unix seconds, chain time; NULL when no time was known yet
    PRIMARY KEY (from_slot, to_slot, reason)
);

-- Signals: a condition of a token's metrics came true. docs/signals.md defines the kinds and their strength. The figures are
-- those that made it, as of timestamp; flows in SOL. Ids only grow, those of signals that were taken back do not come again.
CREATE TABLE token_signals (
    id                      INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp               INTEGER NOT NULL,   -- unix seconds, chain time: the end of this second showed it
    slot                    INTEGER,            -- slot of the token's newest trade then; NULL when added by hand
    mint                    TEXT    NOT NULL,   -- base58
    kind                    TEXT    NOT NULL
        CHECK (kind IN ('BREAKOUT', 'REACCUMULATION', 'FOCUSED_BUYERS', 'PERSISTENCE', 'FLOW_REVERSAL')),
    strength                REAL    NOT NULL CHECK (strength BETWEEN 0 AND 1),
    net_flow_60s            REAL    NOT NULL,
    net_flow_300s           REAL    NOT NULL,
    net_flow_900s           REAL    NOT NULL,
    unique_wallets_300s     INTEGER NOT NULL,
    trades_300s             INTEGER NOT NULL,
    buys_300s               INTEGER NOT NULL,
    bot_trades_300s         INTEGER NOT NULL,
    dca_flow_300s           REAL    NOT NULL,
    dca_unique_wallets_300s INTEGER NOT NULL,
    inflow_300s             REAL,               -- bought; this one and the next three: FOCUSED_BUYERS only
    buying_wallets_300s     INTEGER,            -- distinct wallets that bought
    focused_wallets_300s    INTEGER,            -- the fewest of them that brought the share asked for
    focused_inflow_300s     REAL,               -- what these bought
    ended_at                INTEGER             -- when the condition was first seen not to hold; NULL while it is not known to
);

CREATE INDEX idx_token_signals_timestamp ON token_signals (timestamp DESC);
CREATE INDEX idx_token_signals_mint_timestamp ON token_signals (mint, timestamp);
-- Signals that go on, for the next start.
CREATE INDEX idx_token_signals_open ON token_signals (mint, kind) WHERE ended_at IS NULL;

-- Tokens to leave out: they give no signals, and the page and top hide them unless asked. Yours to fill while SolFlow runs.
CREATE TABLE token_blocklist (
    mint        TEXT    PRIMARY KEY NOT NULL,               -- base58
    reason      TEXT,
    added_at    INTEGER NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER))    -- unix seconds, wall clock
);

-- What those who remove old rows and those who write have to know of each other.

-- One row. A writer keeps ids of mints and wallets in memory, and addresses that no trade uses any more are removed.
CREATE TABLE dictionary_changes (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    removals    INTEGER NOT NULL,   -- grows with each address removed: ids read before may be void
    insertions  INTEGER NOT NULL    -- grows with trades added out of order: by hand, or not behind the checkpoint's slot
);

INSERT INTO dictionary_changes (id, removals, insertions) VALUES (1, 0, 0);

CREATE TRIGGER mints_removed AFTER DELETE ON mints
BEGIN
    UPDATE dictionary_changes SET removals = removals + 1;
END;

CREATE TRIGGER wallets_removed AFTER DELETE ON wallets
BEGIN
    UPDATE dictionary_changes SET removals = removals + 1;
END;
