/** Reading updates: flyweight, generated classes, decoders, extraction, base58. */
package io.solflow.bench.wire;
