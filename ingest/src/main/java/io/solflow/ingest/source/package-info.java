/**
 * Sources of updates and their way into the ring. Every source — the gRPC stream, a capture, a JSON replay — hands raw
 * updates to an {@link io.solflow.ingest.source.UpdateRouter}, which passes them to an
 * {@link io.solflow.ingest.source.UpdateSink}: the {@link io.solflow.ingest.source.slots.SlotAssembler}, which publishes
 * slots with their time, or a capture. One thread does all of it.
 */
package io.solflow.ingest.source;
