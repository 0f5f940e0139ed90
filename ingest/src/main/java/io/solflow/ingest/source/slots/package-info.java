/**
 * From updates to slots: transactions wait for their slot's meta, get their time and position, and are published to the
 * ring in chain order; the checkpoint follows slots joined by their parents. One thread, the source's.
 */
package io.solflow.ingest.source.slots;
