/** Counters that one thread writes and any thread may read. */
package io.solflow.core.counter;
