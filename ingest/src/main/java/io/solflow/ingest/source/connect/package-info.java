/** How a server is reached: addresses, proxies, TLS and channels, and how its failures are worded. */
package io.solflow.ingest.source.connect;
