/** What a terminal shows: width and colour, tables, sizes. */
package io.solflow.app.terminal;
