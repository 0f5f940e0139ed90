-- Example queries. Each is named, runs as it stands, and may run while SolFlow writes: readers never block the writer.
-- Only the last one, which prunes, writes.
--
-- Times are chain time in unix seconds. "Now" is the watermark, the highest block time that SolFlow has seen:
-- (SELECT watermark FROM checkpoint). Flows are buys minus sells in SOL. Where a query is about one token or wallet it
-- picks the most interesting one; put your own address in place of that subquery.
--
-- A line "reads all of …" marks the queries that read a whole table on purpose; every other one goes through an index.

-- ---------------------------------------------------------------------------------------------------------------------
-- Top flow by window
-- ---------------------------------------------------------------------------------------------------------------------

-- name: top_inflow_5m
-- Tokens that took in the most SOL within five minutes.
SELECT mint, net_flow_300s, unique_wallets_300s, bot_trades_300s
FROM token_rolling_metrics
ORDER BY net_flow_300s DESC
LIMIT 20;

-- name: top_outflow_5m
-- Tokens that lost the most SOL within five minutes.
SELECT mint, net_flow_300s, unique_wallets_300s
FROM token_rolling_metrics
ORDER BY net_flow_300s ASC
LIMIT 20;

-- name: top_inflow_1m
-- Tokens that took in the most SOL within one minute, among those touched lately.
SELECT mint, net_flow_60s, net_flow_300s, unique_wallets_300s
FROM token_rolling_metrics
WHERE updated_at >= (SELECT watermark FROM checkpoint) - 60
ORDER BY net_flow_60s DESC
LIMIT 20;

-- name: top_inflow_1h
-- Tokens with the highest net flow within an hour; reads all of token_rolling_metrics.
SELECT mint, net_flow_3600s, net_flow_900s, net_flow_300s, net_flow_60s
FROM token_rolling_metrics
ORDER BY net_flow_3600s DESC
LIMIT 20;

-- name: top_inflow_4h
-- Tokens with the highest net flow within four hours; reads all of token_rolling_metrics.
SELECT mint, net_flow_14400s, net_flow_7200s, net_flow_3600s
FROM token_rolling_metrics
ORDER BY net_flow_14400s DESC
LIMIT 20;

-- name: accelerating_inflow
-- Tokens whose flow per second rises from 900 to 300 to 60 seconds.
SELECT mint, net_flow_900s / 900 AS sol_per_s_900, net_flow_300s / 300 AS sol_per_s_300, net_flow_60s / 60 AS sol_per_s_60
FROM token_rolling_metrics
WHERE net_flow_300s > 0
  AND net_flow_60s / 60 > net_flow_300s / 300
  AND net_flow_300s / 300 > net_flow_900s / 900
ORDER BY net_flow_300s DESC
LIMIT 20;

-- name: reversals
-- Tokens that sell now although five minutes are still positive.
SELECT mint, net_flow_60s, net_flow_300s, unique_wallets_300s
FROM token_rolling_metrics
WHERE net_flow_300s > 0 AND net_flow_60s < 0
ORDER BY net_flow_300s DESC
LIMIT 20;

-- name: freshest_metrics
-- The metrics rows that changed last.
SELECT mint, datetime(updated_at, 'unixepoch') AS updated_utc, net_flow_60s, net_flow_300s
FROM token_rolling_metrics
ORDER BY updated_at DESC
LIMIT 20;

-- ---------------------------------------------------------------------------------------------------------------------
-- Bots
-- ---------------------------------------------------------------------------------------------------------------------

-- name: bot_driven_tokens
-- Tokens with inflow that bots make: their share of the flow and how many there are.
SELECT mint, net_flow_300s, bot_flow_300s, bot_wallets_300s, bot_trades_300s, bot_flow_300s / net_flow_300s AS bot_share
FROM token_rolling_metrics
WHERE net_flow_300s > 0 AND bot_trades_300s > 0
ORDER BY net_flow_300s DESC
LIMIT 20;

-- name: organic_tokens
-- Tokens with inflow from many wallets and hardly any bots.
SELECT mint, net_flow_300s, unique_wallets_300s, bot_wallets_300s
FROM token_rolling_metrics
WHERE net_flow_300s > 0 AND unique_wallets_300s >= 5 AND bot_wallets_300s * 10 <= unique_wallets_300s
ORDER BY net_flow_300s DESC
LIMIT 20;

-- name: busiest_bots_1h
-- Wallets with the most bot trades within an hour, and what they moved.
SELECT wallet, count(*) AS bot_trades, count(DISTINCT mint) AS tokens, sum(sol_amount) AS volume_sol
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600 AND is_bot = 1
GROUP BY wallet
ORDER BY bot_trades DESC
LIMIT 20;

-- name: bot_share_by_program_1h
-- Share of bot trades per program within an hour.
SELECT program, count(*) AS trades, sum(is_bot) AS bot_trades, round(100.0 * sum(is_bot) / count(*), 1) AS bot_percent
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY program
ORDER BY trades DESC;

-- name: bot_against_human_flow
-- Net flow of bots and of all others, per minute of the last quarter of an hour, for the token with the highest inflow.
SELECT timestamp / 60 * 60 AS minute,
       sum(CASE WHEN is_bot THEN CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END ELSE 0 END) AS bot_flow_sol,
       sum(CASE WHEN is_bot THEN 0 ELSE CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END END) AS human_flow_sol
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
  AND timestamp >= (SELECT watermark FROM checkpoint) - 900
GROUP BY minute
ORDER BY minute;

-- ---------------------------------------------------------------------------------------------------------------------
-- DCA
-- ---------------------------------------------------------------------------------------------------------------------

-- name: dca_supported_tokens
-- Tokens that DCA orders buy now, by their part of the flow.
SELECT mint, dca_flow_300s, dca_unique_wallets_300s, dca_ratio_300s, net_flow_300s
FROM token_rolling_metrics
WHERE updated_at >= (SELECT watermark FROM checkpoint) - 300 AND dca_flow_300s > 0
ORDER BY dca_flow_300s DESC
LIMIT 20;

-- name: latest_dca_fills
-- The latest fills of DCA orders.
SELECT datetime(timestamp, 'unixepoch') AS utc, mint, wallet, side, sol_amount, token_amount
FROM token_trades
WHERE is_dca = 1
ORDER BY timestamp DESC
LIMIT 50;

-- name: dca_owners_1h
-- Owners of DCA orders by what their orders bought within an hour.
SELECT wallet, count(*) AS fills, count(DISTINCT mint) AS tokens,
       sum(CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END) AS net_sol
FROM token_trades
WHERE is_dca = 1 AND timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY wallet
ORDER BY fills DESC
LIMIT 20;

-- name: dca_tokens_4h
-- Tokens by DCA fills within four hours.
SELECT mint, count(*) AS fills, count(DISTINCT wallet) AS owners,
       sum(CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END) AS dca_flow_sol
FROM token_trades
WHERE is_dca = 1 AND timestamp >= (SELECT watermark FROM checkpoint) - 14400
GROUP BY mint
ORDER BY dca_flow_sol DESC
LIMIT 20;

-- ---------------------------------------------------------------------------------------------------------------------
-- One token
-- ---------------------------------------------------------------------------------------------------------------------

-- name: token_latest_trades
-- The latest trades of a token.
SELECT datetime(timestamp, 'unixepoch') AS utc, side, sol_amount, token_amount, wallet, is_bot, is_dca, program, signature
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
ORDER BY timestamp DESC
LIMIT 50;

-- name: token_price_per_trade
-- Price of each of a token's latest trades in SOL per token.
SELECT datetime(timestamp, 'unixepoch') AS utc, side, sol_amount / token_amount AS price_sol, sol_amount
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
  AND timestamp >= (SELECT watermark FROM checkpoint) - 900 AND token_amount > 0
ORDER BY timestamp DESC
LIMIT 100;

-- name: token_candles_1m
-- Open, high, low, close and volume per minute of a token within the last hour.
WITH t AS (
    SELECT id, timestamp / 60 * 60 AS minute, sol_amount / token_amount AS price, sol_amount
    FROM token_trades
    WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
      AND timestamp >= (SELECT watermark FROM checkpoint) - 3600 AND token_amount > 0
), ranked AS (
    SELECT minute, price, sol_amount,
           first_value(price) OVER (PARTITION BY minute ORDER BY id) AS open,
           first_value(price) OVER (PARTITION BY minute ORDER BY id DESC) AS close
    FROM t
)
SELECT datetime(minute, 'unixepoch') AS utc, open, max(price) AS high, min(price) AS low, close,
       sum(sol_amount) AS volume_sol, count(*) AS trades
FROM ranked
GROUP BY minute
ORDER BY minute;

-- name: token_volume_weighted_price
-- Volume-weighted average price of a token within five minutes.
SELECT sum(sol_amount) / sum(token_amount) AS vwap_sol, sum(sol_amount) AS volume_sol, count(*) AS trades
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
  AND timestamp >= (SELECT watermark FROM checkpoint) - 300 AND token_amount > 0;

-- name: token_top_wallets
-- The wallets that moved a token most within an hour.
SELECT wallet, sum(CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END) AS net_sol, sum(sol_amount) AS volume_sol,
       count(*) AS trades, max(is_bot) AS bot
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
  AND timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY wallet
ORDER BY volume_sol DESC
LIMIT 20;

-- name: token_flow_per_minute
-- Buys, sells and net flow of a token per minute of the last hour.
SELECT datetime(timestamp / 60 * 60, 'unixepoch') AS utc,
       sum(CASE side WHEN 'buy' THEN sol_amount ELSE 0 END) AS buys_sol,
       sum(CASE side WHEN 'sell' THEN sol_amount ELSE 0 END) AS sells_sol,
       sum(CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END) AS net_flow_sol
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
  AND timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY timestamp / 60
ORDER BY utc;

-- name: token_buyers_and_sellers
-- How many wallets bought and sold a token within five minutes, and their average size.
SELECT side, count(DISTINCT wallet) AS wallets, count(*) AS trades, avg(sol_amount) AS average_sol, max(sol_amount) AS largest_sol
FROM token_trades
WHERE mint = (SELECT mint FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 1)
  AND timestamp >= (SELECT watermark FROM checkpoint) - 300
GROUP BY side;

-- ---------------------------------------------------------------------------------------------------------------------
-- Wallets
-- ---------------------------------------------------------------------------------------------------------------------

-- name: most_active_wallets_1h
-- Wallets with the most trades within an hour.
SELECT wallet, count(*) AS trades, count(DISTINCT mint) AS tokens, sum(sol_amount) AS volume_sol, max(is_bot) AS bot
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY wallet
ORDER BY trades DESC
LIMIT 20;

-- name: net_buyers_1h
-- Wallets that put in the most SOL within an hour.
SELECT wallet, sum(CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END) AS net_sol, count(*) AS trades
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY wallet
ORDER BY net_sol DESC
LIMIT 20;

-- name: wallet_latest_trades
-- What a wallet did within four hours: the trader of the latest trade.
SELECT datetime(timestamp, 'unixepoch') AS utc, mint, side, sol_amount, token_amount, program
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 14400
  AND wallet = (SELECT wallet FROM token_trades WHERE id = (SELECT max(id) FROM trades))
ORDER BY timestamp DESC
LIMIT 50;

-- name: wallet_positions
-- What the same wallet bought and sold per token within four hours: tokens held from it, SOL in it.
SELECT mint, sum(CASE side WHEN 'buy' THEN token_amount ELSE -token_amount END) AS tokens,
       sum(CASE side WHEN 'buy' THEN -sol_amount ELSE sol_amount END) AS sol_out_minus_in
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 14400
  AND wallet = (SELECT wallet FROM token_trades WHERE id = (SELECT max(id) FROM trades))
GROUP BY mint
ORDER BY sol_out_minus_in;

-- name: round_trips_1h
-- Wallets that bought and sold the same token within an hour, and what was left of it in SOL.
SELECT wallet, mint, count(*) AS trades, sum(CASE side WHEN 'sell' THEN sol_amount ELSE -sol_amount END) AS result_sol
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY wallet, mint
HAVING count(DISTINCT side) = 2
ORDER BY result_sol DESC
LIMIT 20;

-- name: concentration_5m
-- Tokens where the largest buyer makes most of the buying of five minutes.
WITH buys AS (
    SELECT mint, wallet, sum(sol_amount) AS bought
    FROM token_trades
    WHERE timestamp >= (SELECT watermark FROM checkpoint) - 300 AND side = 'buy'
    GROUP BY mint, wallet
)
SELECT mint, count(*) AS buyers, sum(bought) AS bought_sol, round(100 * max(bought) / sum(bought), 1) AS largest_percent
FROM buys
GROUP BY mint
HAVING count(*) >= 3
ORDER BY largest_percent DESC
LIMIT 20;

-- ---------------------------------------------------------------------------------------------------------------------
-- Activity, sizes, programs
-- ---------------------------------------------------------------------------------------------------------------------

-- name: last_minute_by_token
-- Trades and volume of the last minute by token.
SELECT mint, count(*) AS trades, sum(sol_amount) AS volume_sol
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 60
GROUP BY mint
ORDER BY volume_sol DESC
LIMIT 20;

-- name: hourly_activity_24h
-- Trades, volume, tokens and wallets per hour of the last day.
SELECT strftime('%Y-%m-%d %H:00', timestamp, 'unixepoch') AS hour_utc, count(*) AS trades, sum(sol_amount) AS volume_sol,
       count(DISTINCT mint) AS tokens, count(DISTINCT wallet) AS wallets
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 86400
GROUP BY hour_utc
ORDER BY hour_utc;

-- name: program_activity_1h
-- Trades, volume and net flow per program within an hour.
SELECT program, count(*) AS trades, sum(sol_amount) AS volume_sol,
       sum(CASE side WHEN 'buy' THEN sol_amount ELSE -sol_amount END) AS net_flow_sol
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY program
ORDER BY volume_sol DESC;

-- name: trade_sizes_1h
-- How large trades are, by order of magnitude, within an hour.
SELECT CASE WHEN sol_amount < 0.01 THEN '< 0.01' WHEN sol_amount < 0.1 THEN '0.01 to 0.1' WHEN sol_amount < 1 THEN '0.1 to 1'
            WHEN sol_amount < 10 THEN '1 to 10' ELSE '10 and more' END AS sol,
       count(*) AS trades, sum(sol_amount) AS volume_sol
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
GROUP BY sol
ORDER BY min(sol_amount);

-- name: largest_trades_1h
-- The largest trades within an hour.
SELECT datetime(timestamp, 'unixepoch') AS utc, mint, side, sol_amount, wallet, signature
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
ORDER BY sol_amount DESC
LIMIT 20;

-- name: newest_tokens
-- Tokens that SolFlow saw first most lately, with their first trade.
SELECT m.address AS mint, min(t.timestamp) AS first_seen, count(*) AS trades, sum(t.lamports) / 1e9 AS volume_sol
FROM (SELECT id, address FROM mints WHERE id > (SELECT max(id) FROM mints) - 20) m
JOIN trades t ON t.mint_id = m.id
GROUP BY m.id
ORDER BY m.id DESC;

-- name: latest_trades
-- The latest trades of the last minute, newest first, in chain order.
SELECT id, datetime(timestamp, 'unixepoch') AS utc, mint, side, sol_amount, wallet, program
FROM token_trades
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 60
ORDER BY timestamp DESC, id DESC
LIMIT 100;

-- name: trades_of_a_transaction
-- All trades of one transaction: the one that holds the latest trade.
SELECT id, mint, side, sol_amount, token_amount, program
FROM token_trades
WHERE id >= (SELECT max(id) FROM trades) >> 12 << 12
ORDER BY id;

-- ---------------------------------------------------------------------------------------------------------------------
-- Metrics beside trades
-- ---------------------------------------------------------------------------------------------------------------------

-- name: metrics_with_latest_trade
-- The tokens with the highest inflow, with the time and price of their latest trade.
SELECT r.mint, r.net_flow_300s, r.unique_wallets_300s, max(t.timestamp) AS last_trade, t.sol_amount / t.token_amount AS price_sol
FROM (SELECT * FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 20) r
JOIN token_trades t ON t.mint = r.mint AND t.timestamp >= (SELECT watermark FROM checkpoint) - 300
WHERE t.token_amount > 0
GROUP BY r.mint
ORDER BY r.net_flow_300s DESC;

-- name: flow_and_price_change_5m
-- Net flow of five minutes beside the price change that came with it, for the tokens with the highest inflow.
WITH top AS (
    SELECT mint, net_flow_300s FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 20
), priced AS (
    SELECT t.mint, t.id, t.sol_amount / t.token_amount AS price
    FROM top JOIN token_trades t ON t.mint = top.mint
    WHERE t.timestamp >= (SELECT watermark FROM checkpoint) - 300 AND t.token_amount > 0
), ends AS (
    SELECT DISTINCT mint,
           first_value(price) OVER (PARTITION BY mint ORDER BY id) AS first_price,
           first_value(price) OVER (PARTITION BY mint ORDER BY id DESC) AS last_price
    FROM priced
)
SELECT top.mint, top.net_flow_300s, round(100 * (ends.last_price / ends.first_price - 1), 2) AS price_change_percent
FROM top JOIN ends ON ends.mint = top.mint
ORDER BY top.net_flow_300s DESC;

-- name: metrics_recomputed
-- Net flow of five minutes as stored and as the trades give it: the two are always equal.
SELECT r.mint, r.net_flow_300s AS stored,
       coalesce((SELECT sum(CASE t.side WHEN 'buy' THEN t.lamports ELSE -t.lamports END) FROM token_trades t
                 WHERE t.mint = r.mint AND t.timestamp >= (SELECT watermark FROM checkpoint) - 300), 0) / 1e9 AS recomputed
FROM (SELECT mint, net_flow_300s FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT 20) r;

-- ---------------------------------------------------------------------------------------------------------------------
-- Signals
-- ---------------------------------------------------------------------------------------------------------------------

-- name: latest_signals
-- The signals of the last hour, the newest first; docs/signals.md says what they mean.
SELECT id, datetime(timestamp, 'unixepoch') AS utc, kind, mint, round(strength, 2) AS strength, net_flow_300s, unique_wallets_300s,
       datetime(ended_at, 'unixepoch') AS ended_utc
FROM token_signals
WHERE timestamp >= (SELECT watermark FROM checkpoint) - 3600
ORDER BY timestamp DESC, id DESC
LIMIT 100;

-- name: signals_and_what_followed
-- By kind, what flowed into the tokens within the five minutes after their signals of the last hour.
SELECT kind, count(*) AS signals, avg(strength) AS average_strength, avg(followed) AS average_flow_sol_5m
FROM (
    SELECT s.kind, s.strength,
           coalesce((SELECT sum(CASE t.side WHEN 'buy' THEN t.sol_amount ELSE -t.sol_amount END) FROM token_trades t
                     WHERE t.mint = s.mint AND t.timestamp > s.timestamp AND t.timestamp <= s.timestamp + 300), 0) AS followed
    FROM token_signals s
    WHERE s.timestamp >= (SELECT watermark FROM checkpoint) - 3600
) followed
GROUP BY kind
ORDER BY signals DESC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Keeping house
-- ---------------------------------------------------------------------------------------------------------------------

-- name: checkpoint_and_lag
-- Where SolFlow is on the chain, and how far the watermark lies behind this machine's clock.
SELECT slot, datetime(watermark, 'unixepoch') AS watermark_utc, unixepoch() - watermark AS lag_seconds FROM checkpoint WHERE id = 1;

-- name: gaps
-- Holes in the stream, if there were any; reads all of ingest_gaps.
SELECT from_slot, to_slot, to_slot - from_slot + 1 AS slots, reason, datetime(noticed_at, 'unixepoch') AS noticed_utc
FROM ingest_gaps
ORDER BY from_slot;

-- name: oldest_trade
-- How far back the stored trades reach.
SELECT datetime(min(timestamp), 'unixepoch') AS oldest_utc FROM trades;

-- name: prune_older_than_7_days
-- Deletes trades older than seven days of chain time; the four hours that the metrics need are never touched.
DELETE FROM token_trades WHERE timestamp < (SELECT watermark FROM checkpoint) - 7 * 86400;
