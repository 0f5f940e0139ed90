/** The ring alone: what its three hops cost, with stages that do nothing and with the real ones. */
package io.solflow.bench.ring;
