package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.Real;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsWriterTest {

    private static final String COLUMNS = "net_flow_60s, net_flow_300s, net_flow_900s, net_flow_3600s, net_flow_7200s,"
            + " net_flow_14400s, bot_flow_300s, dca_flow_300s, dca_ratio_300s";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, 0", "0, -5", "0, 5", "-5, 0", "5, -5", "-5, -5", "3, 6"})
    void shouldStoreNoZeroWithASign(final long dcaLamports, final long netLamports) throws SQLException {
        final List<Double> stored = new ArrayList<>();
        final PersistConfig config = PersistConfig.of(folder.resolve("flow.db"));
        try (SqliteStore store = SqliteStore.open(config, Map.of());
                MetricsWriter writer = new MetricsWriter(store.connection(), store.counters())) {
            final long[] row = new long[MetricsRows.STRIDE];
            row[MetricsRows.MINT] = 7;
            for (int window = 0; window < Window.COUNT; window++) {
                row[MetricsRows.NET_FLOW_LAMPORTS + window] = netLamports;
            }
            row[MetricsRows.DCA_FLOW_LAMPORTS_300S] = dcaLamports;
            final MetricsRows rows = new MetricsRows();
            rows.take(row);
            rows.size(1);
            writer.put(rows, 1_700_000_000L);

            writer.writeOut();

            read(store.connection(), stored);
        }
        assertThat(stored).hasSize(9).allMatch(value -> Double.doubleToRawLongBits(value) != 1L << 63);
        assertThat(stored.get(8)).isEqualTo(netLamports == 0 ? 0.0 : (double) dcaLamports / netLamports + 0.0);
    }

    @Test
    void shouldTakeTheSignFromAZeroAndLeaveEveryOtherNumber() {
        assertThat(Double.doubleToRawLongBits(Real.of(-0.0))).isZero();
        for (final double value : new double[] {0.0, 1, -1, 1e-300, -1e-300, Double.MIN_VALUE, -Double.MAX_VALUE}) {
            assertThat(Real.of(value)).isEqualTo(value);
        }
    }

    private static void read(final Connection connection, final List<Double> target) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + COLUMNS + " FROM token_rolling_metrics")) {
            while (row.next()) {
                for (int column = 1; column <= 9; column++) {
                    target.add(row.getDouble(column));
                }
            }
        }
    }
}
