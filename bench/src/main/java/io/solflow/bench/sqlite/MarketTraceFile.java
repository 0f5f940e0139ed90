package io.solflow.bench.sqlite;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A trace as the C program maps it: a header of six longs, the addresses, the trades, the rows, the flipped ids; each a
 * little-endian struct of {@code bench/c/store_loop.c}. Texts and doubles stand in it as they go to SQLite.
 */
final class MarketTraceFile {

    private static final long MAGIC = 0x32454341525446L;
    private static final int ADDRESS_BYTES = 80;
    private static final int TRADE_BYTES = 160;
    private static final int ROW_BYTES = 128;

    private MarketTraceFile() {}

    static void write(final MarketTrace trace, final Path file) throws IOException {
        final int last = trace.size() - 1;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(struct(6 * Long.BYTES)
                    .putLong(MAGIC)
                    .putLong(trace.mints().size())
                    .putLong(trace.wallets().size())
                    .putLong(trace.size())
                    .putLong(trace.rowsEnd(last))
                    .putLong(trace.flipsEnd(last))
                    .array());
            writeKeys(trace.mints(), out);
            writeKeys(trace.wallets(), out);
            for (int trade = 0; trade <= last; trade++) {
                out.write(trade(trace, trade).array());
            }
            for (int row = 0; row < trace.rowsEnd(last); row++) {
                out.write(row(trace, row).array());
            }
            for (int flip = 0; flip < trace.flipsEnd(last); flip++) {
                out.write(struct(Long.BYTES).putLong(trace.flip(flip)).array());
            }
        }
    }

    private static void writeKeys(final MarketKeys keys, final OutputStream out) throws IOException {
        for (int i = 0; i < keys.size(); i++) {
            final byte[] bytes = new byte[ADDRESS_BYTES];
            keys.key(i).copyTo(bytes, 0);
            final byte[] text = keys.text(i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, bytes, 32, text.length);
            bytes[77] = (byte) text.length;
            out.write(bytes);
        }
    }

    private static ByteBuffer trade(final MarketTrace trace, final int trade) {
        final byte[] signature = trace.signature(trade).getBytes(StandardCharsets.US_ASCII);
        return struct(TRADE_BYTES)
                .putLong(trace.id(trade))
                .putLong(trace.seconds(trade))
                .putLong(trace.lamports(trade))
                .putLong(trace.watermark(trade))
                .putLong(trace.endedSlot(trade))
                .putDouble(trace.tokens(trade))
                .putInt(trace.mint(trade))
                .putInt(trace.wallet(trade))
                .putInt(trace.rowsEnd(trade))
                .putInt(trace.flipsEnd(trade))
                .put((byte) (trace.isBuy(trade) ? 0 : 1))
                .put((byte) (trace.isBot(trade) ? 1 : 0))
                .put((byte) (trace.isDca(trade) ? 1 : 0))
                .put((byte) trace.program(trade))
                .put((byte) signature.length)
                .position(72)
                .put(signature);
    }

    private static ByteBuffer row(final MarketTrace trace, final int row) {
        final ByteBuffer struct = struct(ROW_BYTES);
        for (int window = 0; window < Window.COUNT; window++) {
            struct.putDouble(trace.rowValue(row, MetricsRows.NET_FLOW_LAMPORTS + window) / 1e9);
        }
        return struct.putLong(trace.rowCount(row, MetricsCount.UNIQUE_WALLETS_300S))
                .putLong(trace.rowCount(row, MetricsCount.BOT_WALLETS_300S))
                .putLong(trace.rowCount(row, MetricsCount.BOT_TRADES_300S))
                .putDouble(trace.rowValue(row, MetricsRows.BOT_FLOW_LAMPORTS_300S) / 1e9)
                .putDouble(trace.rowValue(row, MetricsRows.DCA_FLOW_LAMPORTS_300S) / 1e9)
                .putLong(trace.rowCount(row, MetricsCount.DCA_UNIQUE_WALLETS_300S))
                .putDouble(JdbcLoop.dcaRatio(trace, row))
                .putLong(trace.rowCount(row, MetricsCount.TRADES_300S))
                .putLong(trace.rowCount(row, MetricsCount.BUYS_300S))
                .putInt(trace.rowMint(row));
    }

    private static ByteBuffer struct(final int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
