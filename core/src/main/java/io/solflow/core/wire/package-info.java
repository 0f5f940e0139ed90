/**
 * Flyweights over the wire bytes of Yellowstone updates: protobuf read in place, without objects. Offsets are into the
 * wrapped array. Bad bytes are an answer ({@code false}), never an exception. Field numbers are those of
 * {@code geyser.proto} and {@code solana-storage.proto}.
 */
package io.solflow.core.wire;
