/** How the store is and how far it has come: counters, state, checkpoint. Values that any thread may read. */
package io.solflow.persist.status;
