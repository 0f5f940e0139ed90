/**
 * Stage 3 of the pipeline: each Disruptor batch becomes one transaction over all tables, by one writer for each table.
 * One thread.
 */
package io.solflow.persist.write;
