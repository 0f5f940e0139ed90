/** Signals sent to an address of the user's choice. */
package io.solflow.app.webhook;
