/** The entry point of the jar. */
package io.solflow.app;
