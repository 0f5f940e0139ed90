/** Stage 1: from an update's bytes to the trades that it executed. */
package io.solflow.core.extract;
