/** What a start and the extract stage read back: trades, signals, what is stored of a slot. */
package io.solflow.persist.read;
