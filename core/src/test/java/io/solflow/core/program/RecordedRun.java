package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transaction ran, written as the runtime does: instructions with their heights and the log beside them. From it
 * come updates that show all of it, or only what some servers show.
 */
public final class RecordedRun {

    /** Verifies signatures; has no line in the log. */
    public static final Pubkey PRECOMPILE = Pubkey.of("Ed25519SigVerify111111111111111111111111111");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Ran(int height, Pubkey program, byte[] data, Pubkey[] accounts) {}

    private final List<Ran> instructions = new ArrayList<>();
    private final List<Pubkey> open = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    /** Begins an instruction below the one that is open. */
    public RecordedRun invoke(final Pubkey program, final byte[] data, final Pubkey... accounts) {
        instructions.add(new Ran(open.size() + 1, program, data, accounts));
        open.add(program);
        log.add("Program " + program + " invoke [" + open.size() + "]");
        return this;
    }

    /** Ends the open instruction. */
    public RecordedRun end() {
        log.add("Program " + open.remove(open.size() - 1) + " success");
        return this;
    }

    /** Runs an instruction that does nothing visible. */
    public RecordedRun run(final Pubkey program, final byte[] data, final Pubkey... accounts) {
        return invoke(program, data, accounts).end();
    }

    /** Runs a precompile, at top level. */
    public RecordedRun precompile() {
        instructions.add(new Ran(1, PRECOMPILE, new byte[] {1}, new Pubkey[0]));
        return this;
    }

    /** The open program prints an event and emits it, as Pump's programs do. */
    public RecordedRun emit(final byte[] event) {
        log.add(UpdateBuilder.dataLine(event));
        return carry(event);
    }

    /** The open program emits an event and prints it afterwards, as Pump.fun did in 2024. */
    public RecordedRun emitFirst(final byte[] event) {
        carry(event);
        log.add(UpdateBuilder.dataLine(event));
        return this;
    }

    /** The open program prints an event. */
    public RecordedRun print(final byte[] event) {
        log.add(UpdateBuilder.dataLine(event));
        return this;
    }

    private RecordedRun carry(final byte[] event) {
        return run(open.get(open.size() - 1), Swaps.cpi(event), Swaps.AUTHORITY);
    }

    /** Writes everything into an update. */
    public UpdateBuilder into(final UpdateBuilder update) {
        return write(update, true).log(log.toArray(String[]::new));
    }

    /** Writes everything but stack heights. */
    public UpdateBuilder withoutHeights(final UpdateBuilder update) {
        return into(update.withoutHeights());
    }

    /** Writes everything but inner instructions. */
    public UpdateBuilder withoutInner(final UpdateBuilder update) {
        return write(update, false).log(log.toArray(String[]::new));
    }

    /** Writes everything but the log. */
    public UpdateBuilder withoutLog(final UpdateBuilder update) {
        return write(update, true);
    }

    private UpdateBuilder write(final UpdateBuilder update, final boolean inner) {
        for (final Ran ran : instructions) {
            if (ran.height == 1) {
                update.top(ran.program, ran.data, ran.accounts);
            } else if (inner) {
                update.inner(ran.height, ran.program, ran.data, ran.accounts);
            } else {
                update.key(ran.program);
                List.of(ran.accounts).forEach(update::key);
            }
        }
        return update;
    }
}
