/**
 * The gRPC source on loopback: one server in a JVM of its own replays the same encoded updates to the product's source and
 * to the peers beside it, as fast as flow control lets it.
 */
package io.solflow.bench.source;
