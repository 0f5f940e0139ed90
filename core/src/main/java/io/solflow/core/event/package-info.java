/**
 * What travels in the ring. An {@link io.solflow.core.event.UpdateEvent} has three sections, each written by one
 * thread only: the update (ingest), its trades (extract) and the metrics they moved (rolling metrics).
 */
package io.solflow.core.event;
