/** The engine of a run: database, stages and ring put together, and how the windows come back at start. */
package io.solflow.app.engine;
