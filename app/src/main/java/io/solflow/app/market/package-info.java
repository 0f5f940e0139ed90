/**
 * What readers want to know of a market: a read model over SQLite, for the page, the terminal and scripts. Reads the
 * database through read-only connections, and nothing else: never the engine.
 */
package io.solflow.app.market;
