package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Walks the events of a program that reports each swap twice, by self-CPI and in its log: only the CPI form is read, and
 * only the log form where the transaction shows no inner instructions at all. Either way an event has the place of its
 * self-CPI. Holds buffers; not thread safe.
 */
final class SwapEvents {

    private final CpiEvents carried = new CpiEvents();
    private final ProgramLogs logs;
    private final EventBody body = new EventBody();
    private boolean shown;

    SwapEvents(final Pubkey program) {
        logs = new ProgramLogs(program);
    }

    /** Moves before the first event that {@code emitter} emitted. */
    void start(final InstructionView emitter) {
        shown = emitter.transaction().innerShown();
        if (shown) {
            carried.start(emitter);
        } else {
            logs.start(emitter);
        }
    }

    /** Moves before the first invocation that a transaction without inner instructions does not show. */
    void startHidden(final TransactionView transaction) {
        shown = false;
        logs.startHidden(transaction);
    }

    /** Moves before the first event of the next such invocation; false when the log has no more. */
    boolean nextHidden() {
        return logs.nextHidden();
    }

    /** True when the log tells of every invocation. */
    boolean complete() {
        return logs.complete();
    }

    /** Moves to the next event; false when there is none. */
    boolean next() {
        return shown ? carried.next(body) : logs.next(body);
    }

    /** Discriminator of the event. */
    long discriminator() {
        return shown ? carried.discriminator() : logs.discriminator();
    }

    /** Fields of the event, until the next call of {@link #next}. */
    EventBody body() {
        return body;
    }

    /** Place of the event's self-CPI. */
    int place() {
        return shown ? carried.place() : logs.place();
    }
}
