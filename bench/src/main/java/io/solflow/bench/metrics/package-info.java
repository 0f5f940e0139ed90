/**
 * The metrics engine beside a naive one: {@code java -jar bench/target/benchmarks.jar MetricsBenchmark -prof gc}, and {@link
 * io.solflow.bench.metrics.EngineMemory} for its memory.
 */
package io.solflow.bench.metrics;
