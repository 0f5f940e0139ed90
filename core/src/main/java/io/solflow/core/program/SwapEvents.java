package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;

/**
 * Events of a program that reports each swap twice, by self-CPI and in its log: only the CPI form is read, and only the
 * log form where the transaction shows no inner instructions at all. Holds buffers; not thread safe.
 */
final class SwapEvents {

    private final ProgramLogs logs;
    private final EventBody body = new EventBody();

    SwapEvents(final Pubkey program) {
        logs = new ProgramLogs(program);
    }

    /** The first event with that discriminator which {@code emitter} emitted, null when there is none. */
    EventBody find(final InstructionView emitter, final long eventDiscriminator) {
        final boolean found = InvocationTree.innerMissing(emitter.transaction())
                ? logs.find(emitter, eventDiscriminator, body)
                : CpiEvents.find(emitter, eventDiscriminator, body);
        return found ? body : null;
    }
}
