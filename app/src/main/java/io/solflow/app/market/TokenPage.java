package io.solflow.app.market;

import io.solflow.core.event.Window;
import java.util.List;

/**
 * Some of the tokens.
 *
 * @param watermarkSeconds chain time up to which the database is told, 0 before the first.
 * @param window of the flow that they were chosen by.
 * @param total how many pass the filter.
 * @param rows those asked for, in order.
 */
public record TokenPage(long watermarkSeconds, Window window, int total, List<TokenRow> rows) {}
