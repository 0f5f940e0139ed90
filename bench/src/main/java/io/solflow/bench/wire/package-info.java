/** Reading updates: the flyweight beside other readers, the decoders, the extract stage, base58. */
package io.solflow.bench.wire;
