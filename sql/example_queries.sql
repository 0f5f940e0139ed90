-- Queries to start from. Not a migration. Run one with any SQLite tool while SolFlow writes; readers never block it.
-- "Now" is the watermark: the highest block time seen, one row in checkpoint.

-- The tokens with the highest net flow of the last five minutes.
SELECT mint, net_flow_300s, unique_wallets_300s, bot_trades_300s, dca_ratio_300s, updated_at
FROM token_rolling_metrics
ORDER BY net_flow_300s DESC
LIMIT 20;

-- Tokens that many wallets buy and few bots trade.
SELECT mint, net_flow_300s, unique_wallets_300s, bot_wallets_300s
FROM token_rolling_metrics
WHERE net_flow_300s > 10 AND unique_wallets_300s >= 20 AND bot_wallets_300s * 5 <= unique_wallets_300s
ORDER BY net_flow_300s DESC;

-- The last five minutes of the token with the highest net flow, newest first.
SELECT timestamp, side, sol_amount, token_amount, wallet, is_bot, program, signature
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
  AND timestamp >= (SELECT watermark FROM checkpoint) - 300
ORDER BY timestamp DESC;

-- Volume and net flow of the last minute by token, in exact lamports.
SELECT mint, sum(lamports) AS volume_lamports,
       sum(CASE side WHEN 'buy' THEN lamports ELSE -lamports END) AS net_flow_lamports, count(*) AS trades
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 60
GROUP BY mint
ORDER BY volume_lamports DESC
LIMIT 20;

-- Fills of Jupiter DCA orders of the last hour. The constant is_dca = 1 is what lets SQLite use the index.
SELECT mint, side, count(*) AS fills, count(DISTINCT wallet) AS wallets, sum(sol_amount) AS sol
FROM token_trades
WHERE is_dca = 1 AND timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY mint, side
ORDER BY sol DESC;

-- Trades by program of the last hour.
SELECT program, count(*) AS trades, sum(sol_amount) AS sol
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY program;

-- Holes in the stream: figures of windows that touch these slots are incomplete.
SELECT from_slot, to_slot, to_slot - from_slot + 1 AS slots, reason, noticed_at
FROM ingest_gaps
ORDER BY from_slot DESC;

-- Room: trades older than a week go, the dictionaries and metrics stay.
DELETE FROM token_trades WHERE timestamp < (SELECT watermark FROM checkpoint) - 7 * 86400;
