/** Solana's own words: public keys, base58, discriminators. Cold path unless a type says otherwise. */
package io.solflow.core.chain;
