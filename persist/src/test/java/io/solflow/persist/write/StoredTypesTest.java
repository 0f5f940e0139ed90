package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bound as bytes or shared objects is stored as what the schema says. */
class StoredTypesTest {

    @TempDir
    Path folder;

    @Test
    void shouldStoreEveryValueInItsColumnsType() throws Exception {
        try (TestDatabase db = new TestDatabase(folder.resolve("solflow.db"))) {
            db.batch(Events.withMetrics(buy(3), 1, -1_500_000_000, 200), Events.withMetrics(buy(4), 2, 0, 1));
            assertThat(db.rows("SELECT DISTINCT typeof(id), typeof(mint_id), typeof(timestamp), typeof(wallet_id),"
                            + " typeof(side), typeof(lamports), typeof(is_bot), typeof(is_dca), typeof(token_amount),"
                            + " typeof(program), typeof(signature) FROM trades"))
                    .containsExactly("integer|".repeat(8) + "real|integer|text");
            assertThat(db.rows("SELECT DISTINCT typeof(mint), typeof(updated_at), typeof(net_flow_60s),"
                            + " typeof(unique_wallets_300s), typeof(bot_flow_300s), typeof(dca_ratio_300s)"
                            + " FROM token_rolling_metrics"))
                    .containsExactly("text|integer|real|integer|real|real");
            assertThat(db.rows("SELECT net_flow_60s, unique_wallets_300s, dca_ratio_300s FROM token_rolling_metrics"))
                    .containsExactlyInAnyOrder("-1.5|200|0.0", "0.0|1|0.0");
        }
    }

    private static UpdateEvent buy(final int txIndex) {
        return Events.trade(70, txIndex, 1, 2, Side.BUY, 1_250_000_000);
    }
}
