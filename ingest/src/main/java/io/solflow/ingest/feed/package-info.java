/** Blocks and where they come from: JSON-RPC files, captures, the simulated market. */
package io.solflow.ingest.feed;
