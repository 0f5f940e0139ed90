package io.solflow.bench.sqlite;

import io.solflow.core.chain.Base58Encoder;
import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import java.nio.charset.StandardCharsets;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/** Trades in chain order with their bot flags and the metrics rows that each of them touched, in flat columns. */
final class MarketTrace {

    /** Longs of a row: the columns of {@link MetricsRows} behind the mint. */
    static final int ROW_LONGS = MetricsRows.STRIDE - MetricsRows.NET_FLOW_LAMPORTS;

    private final MarketKeys mints;
    private final MarketKeys wallets;
    private final long[] ids;
    private final long[] seconds;
    private final long[] lamports;
    private final long[] baseUnits;
    private final long[] watermarks;
    private final int[] mintNumbers;
    private final int[] walletNumbers;
    private final int[] rowEnds;
    private final int[] flipEnds;
    private final boolean[] buys;
    private final boolean[] bots;
    private final boolean[] dcas;
    private final byte[] programs;
    private final IntArrayList rowMints = new IntArrayList();
    private final LongArrayList rowValues = new LongArrayList();
    private final LongArrayList flips = new LongArrayList();
    private final Base58Encoder encoder = new Base58Encoder();
    private final byte[] signature = new byte[TradeList.SIGNATURE_LENGTH];
    private final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];
    private int size;

    MarketTrace(final MarketKeys mints, final MarketKeys wallets, final int capacity) {
        this.mints = mints;
        this.wallets = wallets;
        ids = new long[capacity];
        seconds = new long[capacity];
        lamports = new long[capacity];
        baseUnits = new long[capacity];
        watermarks = new long[capacity];
        mintNumbers = new int[capacity];
        walletNumbers = new int[capacity];
        rowEnds = new int[capacity];
        flipEnds = new int[capacity];
        buys = new boolean[capacity];
        bots = new boolean[capacity];
        dcas = new boolean[capacity];
        programs = new byte[capacity];
    }

    void add(
            final Trade trade,
            final int mint,
            final int wallet,
            final BotFlags flags,
            final MetricsRows rows,
            final long watermark) {
        ids[size] = trade.id();
        seconds[size] = trade.timestampSeconds();
        lamports[size] = trade.lamports();
        baseUnits[size] = trade.baseUnits();
        watermarks[size] = watermark;
        mintNumbers[size] = mint;
        walletNumbers[size] = wallet;
        buys[size] = trade.side() == Side.BUY;
        bots[size] = flags.isBot(0);
        dcas[size] = trade.dca();
        programs[size] = (byte) trade.programCode();
        for (int i = 0; i < flags.flippedSize(); i++) {
            flips.addLong(flags.flippedId(i));
        }
        for (int row = 0; row < rows.size(); row++) {
            rowMints.addInt(mints.numberOf(rows.get(row, MetricsRows.MINT)));
            for (int column = MetricsRows.NET_FLOW_LAMPORTS; column < MetricsRows.STRIDE; column++) {
                rowValues.addLong(rows.get(row, column));
            }
        }
        rowEnds[size] = rowMints.size();
        flipEnds[size++] = flips.size();
    }

    /** Leaves an event as the stages before the persist stage would leave it for a trade. */
    void fill(final UpdateEvent event, final int trade) {
        event.reset().slot(ChainPosition.slot(ids[trade])).time(seconds[trade], TimeSource.BLOCK_TIME);
        event.trades().clear();
        writeSignature(trade);
        event.trades().signature(signature, 0);
        final Trade target = event.trades().add();
        target.id(ids[trade])
                .timestampSeconds(seconds[trade])
                .side(buys[trade] ? Side.BUY : Side.SELL)
                .lamports(lamports[trade])
                .baseUnits(baseUnits[trade])
                .decimals(6)
                .programCode(programs[trade])
                .dca(dcas[trade]);
        target.mint().set(mints.key(mintNumbers[trade]));
        target.wallet().set(wallets.key(walletNumbers[trade]));
        event.botFlags().reset(1);
        event.botFlags().set(0, bots[trade]);
        for (int i = flipsBegin(trade); i < flipEnds[trade]; i++) {
            event.botFlags().addFlipped(flips.getLong(i));
        }
        fillRows(event.metrics(), trade);
        event.watermarkSeconds(watermarks[trade]);
        event.kind(UpdateKind.TRANSACTION);
    }

    private void fillRows(final MetricsRows target, final int trade) {
        final int begin = rowsBegin(trade);
        final int count = rowEnds[trade] - begin;
        if (count * MetricsRows.STRIDE > target.values().length) {
            target.take(new long[Integer.highestOneBit(count) * 2 * MetricsRows.STRIDE]);
        }
        final long[] values = target.values();
        for (int i = 0; i < count; i++) {
            final int at = i * MetricsRows.STRIDE;
            final var mint = mints.key(rowMints.getInt(begin + i));
            values[at] = mint.word0();
            values[at + 1] = mint.word1();
            values[at + 2] = mint.word2();
            values[at + 3] = mint.word3();
            for (int column = MetricsRows.NET_FLOW_LAMPORTS; column < MetricsRows.STRIDE; column++) {
                values[at + column] = rowValue(begin + i, column);
            }
        }
        target.size(count);
    }

    /** Signatures are made from ids, so that millions need no memory. */
    private void writeSignature(final int trade) {
        long state = ids[trade];
        for (int at = 0; at < TradeList.SIGNATURE_LENGTH; at += Long.BYTES) {
            state += 0x9E3779B97F4A7C15L;
            long word = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            word = (word ^ (word >>> 27)) * 0x94D049BB133111EBL;
            for (int i = 0; i < Long.BYTES; i++) {
                signature[at + i] = (byte) (word >>> (8 * i));
            }
        }
    }

    String signature(final int trade) {
        writeSignature(trade);
        final int length = encoder.encode(signature, 0, TradeList.SIGNATURE_LENGTH, text, 0);
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    int size() {
        return size;
    }

    MarketKeys mints() {
        return mints;
    }

    MarketKeys wallets() {
        return wallets;
    }

    long id(final int trade) {
        return ids[trade];
    }

    long seconds(final int trade) {
        return seconds[trade];
    }

    long lamports(final int trade) {
        return lamports[trade];
    }

    double tokens(final int trade) {
        return baseUnits[trade] / 1e6;
    }

    long watermark(final int trade) {
        return watermarks[trade];
    }

    /** Last slot that has ended when a trade comes. */
    long endedSlot(final int trade) {
        return ChainPosition.slot(ids[trade]) - 1;
    }

    int mint(final int trade) {
        return mintNumbers[trade];
    }

    int wallet(final int trade) {
        return walletNumbers[trade];
    }

    boolean isBuy(final int trade) {
        return buys[trade];
    }

    boolean isBot(final int trade) {
        return bots[trade];
    }

    boolean isDca(final int trade) {
        return dcas[trade];
    }

    int program(final int trade) {
        return programs[trade];
    }

    int rowsBegin(final int trade) {
        return trade == 0 ? 0 : rowEnds[trade - 1];
    }

    int rowsEnd(final int trade) {
        return rowEnds[trade];
    }

    int rowMint(final int row) {
        return rowMints.getInt(row);
    }

    /** A value of a row, by the constants of {@link MetricsRows}. */
    long rowValue(final int row, final int column) {
        return rowValues.getLong(row * ROW_LONGS + column - MetricsRows.NET_FLOW_LAMPORTS);
    }

    /** A count of a row. */
    long rowCount(final int row, final MetricsCount count) {
        return count.of(rowValue(row, count.column()));
    }

    int flipsBegin(final int trade) {
        return trade == 0 ? 0 : flipEnds[trade - 1];
    }

    int flipsEnd(final int trade) {
        return flipEnds[trade];
    }

    long flip(final int index) {
        return flips.getLong(index);
    }
}
