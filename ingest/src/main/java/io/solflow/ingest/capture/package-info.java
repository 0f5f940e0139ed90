/** Captures: files of raw updates as they came from a stream, written, read, and played as blocks. */
package io.solflow.ingest.capture;
