-- Two more columns of the rolling metrics, and what SolFlow notices in them: signals, with a list of tokens to leave out.

-- Trades and buys within 300 s. A row is true at its own updated_at, and stays so until something touches it, so the trades
-- of that time fill it; only rows with a wallet within 300 s have any.
ALTER TABLE token_rolling_metrics ADD COLUMN trades_300s INTEGER NOT NULL DEFAULT 0;   -- number of trades
ALTER TABLE token_rolling_metrics ADD COLUMN buys_300s   INTEGER NOT NULL DEFAULT 0;   -- number of buys

UPDATE token_rolling_metrics
SET (trades_300s, buys_300s) = (
    SELECT count(*), count(CASE t.side WHEN 0 THEN 1 END)
    FROM mints m
    JOIN trades t ON t.mint_id = m.id
    WHERE m.address = token_rolling_metrics.mint
      AND t.timestamp BETWEEN token_rolling_metrics.updated_at - 300 AND token_rolling_metrics.updated_at)
WHERE unique_wallets_300s > 0;

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
