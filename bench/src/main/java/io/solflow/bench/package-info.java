/** The entry to all suites; {@code bench/run.sh} starts it. */
package io.solflow.bench;
