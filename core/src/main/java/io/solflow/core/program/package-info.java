/**
 * The DEX programs and what their instructions executed. Decoders are stateless, allocate nothing and know no ring: the
 * same classes serve another engine. Layouts and semantics follow the programs' published IDLs and recorded
 * transactions.
 */
package io.solflow.core.program;
