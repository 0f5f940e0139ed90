/** The methods of the Yellowstone service that take one request, for client and server. */
package io.solflow.ingest.method;
