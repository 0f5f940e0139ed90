/** A Yellowstone-compatible gRPC server that plays blocks to any client. */
package io.solflow.ingest.server;
