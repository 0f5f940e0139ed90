/** A live run: source, engine and page together until a signal stops it, its status line and its summary. */
package io.solflow.app.live;
