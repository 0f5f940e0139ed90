/** The command line: configuration, wiring of the modules, console. */
package io.solflow.app;
