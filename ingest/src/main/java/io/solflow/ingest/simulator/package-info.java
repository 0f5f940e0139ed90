/**
 * A simulated market that writes the real wire format of all supported programs, with the trades it decided on as
 * ground truth. Shares no code with the decoders: both follow the public layouts independently.
 */
package io.solflow.ingest.simulator;
