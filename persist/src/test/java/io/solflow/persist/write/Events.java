package io.solflow.persist.write;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.GapReason;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;

/** Hand-made ring entries, as the earlier stages would leave them. */
public final class Events {

    public static final int PUMP_FUN = 1;
    public static final int JUPITER_DCA = 5;

    private Events() {}

    /** The key of a mint or wallet with this number. */
    public static Key32 key(final int kind, final long number) {
        return new Key32().set(0x5D17_0001L * (number + 1), number, kind, ~number);
    }

    public static String mint(final long number) {
        return key(1, number).toString();
    }

    public static String wallet(final long number) {
        return key(2, number).toString();
    }

    /** A transaction of one trade, without metrics. */
    public static UpdateEvent trade(
            final long slot, final int txIndex, final long mint, final long wallet, final Side side, final long sol) {
        final UpdateEvent event = new UpdateEvent().reset().slot(slot);
        fillTrade(event, slot, txIndex, mint, wallet, side, sol);
        return event;
    }

    static void fillTrade(
            final UpdateEvent event,
            final long slot,
            final int txIndex,
            final long mint,
            final long wallet,
            final Side side,
            final long lamports) {
        event.reset().slot(slot).time(timeOf(slot), TimeSource.BLOCK_TIME);
        event.trades().clear();
        final byte[] signature = new byte[64];
        signature[0] = 1;
        signature[62] = (byte) txIndex;
        signature[63] = (byte) slot;
        event.trades().signature(signature, 0);
        event.trades()
                .add()
                .id(ChainPosition.of(slot, txIndex, 0))
                .timestampSeconds(timeOf(slot))
                .side(side)
                .lamports(lamports)
                .baseUnits(1_500_000)
                .decimals(6)
                .programCode(PUMP_FUN);
        event.trades().get(0).mint().set(key(1, mint));
        event.trades().get(0).wallet().set(key(2, wallet));
        event.botFlags().reset(1);
        event.metrics().size(0);
        event.watermarkSeconds(timeOf(slot));
        event.kind(UpdateKind.TRANSACTION);
    }

    /** Adds a row of metrics whose 60 s net flow is {@code lamports} and whose 300 s wallets are {@code wallets}. */
    public static UpdateEvent withMetrics(
            final UpdateEvent event, final long mint, final long lamports, final long wallets) {
        final MetricsRows rows = event.metrics();
        final int row = rows.size();
        if ((row + 1) * MetricsRows.STRIDE > rows.values().length) {
            final long[] old = rows.values();
            rows.take(java.util.Arrays.copyOf(old, 2 * old.length));
        }
        rows.size(row + 1);
        final int at = row * MetricsRows.STRIDE;
        final long[] values = rows.values();
        java.util.Arrays.fill(values, at, at + MetricsRows.STRIDE, 0);
        final Key32 key = key(1, mint);
        values[at] = key.word0();
        values[at + 1] = key.word1();
        values[at + 2] = key.word2();
        values[at + 3] = key.word3();
        values[at + MetricsRows.NET_FLOW_LAMPORTS] = lamports;
        MetricsCount.UNIQUE_WALLETS_300S.add(values, at, wallets);
        return event;
    }

    public static UpdateEvent slotEnd(final long slot) {
        final UpdateEvent event = new UpdateEvent().reset().slot(slot).checkpointSlot(slot);
        event.watermarkSeconds(timeOf(slot));
        event.kind(UpdateKind.SLOT_END);
        return event;
    }

    /** The death of a slot that the metrics stage has taken back, with the trades that are bot trades no longer. */
    static UpdateEvent slotDead(final long slot, final long watermarkSlot, final long... clearedIds) {
        final UpdateEvent event = new UpdateEvent().reset().slot(slot);
        for (final long id : clearedIds) {
            event.botFlags().addCleared(id);
        }
        event.takenBack(true);
        event.watermarkSeconds(timeOf(watermarkSlot));
        event.kind(UpdateKind.SLOT_DEAD);
        return event;
    }

    static UpdateEvent gap(final long from, final long to, final GapReason reason) {
        final UpdateEvent event = new UpdateEvent().reset().gap(from, to, reason);
        event.kind(UpdateKind.GAP);
        return event;
    }

    /** Chain time of a slot: a second each. */
    public static long timeOf(final long slot) {
        return 1_700_000_000L + slot;
    }
}
