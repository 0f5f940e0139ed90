/**
 * Exact rolling metrics per mint, in event time and integer lamports. {@link
 * io.solflow.core.metrics.RollingMetrics} is the engine: one thread, no clock, no queue, no ring.
 *
 * <p>Everything lives in flat arrays of primitives, addressed by int slots, so that a steady stream allocates nothing and
 * the cost of a trade does not depend on how many the windows hold: each trade is visited once when it enters and once per
 * window when it leaves.
 */
package io.solflow.core.metrics;
