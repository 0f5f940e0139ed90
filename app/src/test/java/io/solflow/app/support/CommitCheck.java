package io.solflow.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.simulator.ExpectedTrade;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Whether a database is what one commit of a market's run left, no more and no less. */
public final class CommitCheck {

    private CommitCheck() {}

    /** The trades are the market's first ones, with all of the checkpoint's slot, and the metrics are theirs. */
    public static void assertOneCommit(final String when, final Path database, final List<ExpectedTrade> expected)
            throws SQLException {
        assertThat(PipelineRun.verify(database).details()).as(when).isEmpty();
        final List<String> stored = PipelineRun.rows(database, "SELECT id FROM trades ORDER BY id");
        assertThat(stored)
                .as(when)
                .isEqualTo(expected.stream()
                        .limit(stored.size())
                        .map(CommitCheck::id)
                        .toList());
        final long slot = Long.parseLong(PipelineRun.rows(database, "SELECT coalesce(max(slot), -1) FROM checkpoint")
                .get(0));
        assertThat((long) stored.size())
                .as("%s: all trades up to the checkpoint's slot %d", when, slot)
                .isGreaterThanOrEqualTo(
                        expected.stream().filter(trade -> trade.slot() <= slot).count());
    }

    private static String id(final ExpectedTrade trade) {
        return Long.toString(ChainPosition.of(trade.slot(), trade.txIndex(), trade.ordinal()));
    }
}
