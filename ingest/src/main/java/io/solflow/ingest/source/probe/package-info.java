/** What {@code doctor} asks a server: each step of a connection, then the begin of a run that keeps nothing. */
package io.solflow.ingest.source.probe;
