/**
 * Signals: conditions of a token's rolling metrics that come true. Each kind is a small pure rule over a row; {@link
 * io.solflow.core.signal.SignalWatch} asks them at the end of each second of chain time and remembers which signals go on.
 */
package io.solflow.core.signal;
