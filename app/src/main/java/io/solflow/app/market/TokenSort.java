package io.solflow.app.market;

import io.solflow.core.event.Window;
import java.util.Comparator;
import java.util.Locale;

/** What tokens are ordered by. */
public enum TokenSort {
    /** Net flow of the window. */
    FLOW(false),
    /** The mint's text. */
    MINT(false),
    /** Buys within 300 s. */
    BUYS(true),
    /** Sells within 300 s. */
    SELLS(true),
    /** Wallets within 300 s. */
    WALLETS(false),
    /** Bot share of the trades within 300 s. */
    BOTS(true),
    /** Net flow of DCA fills within 300 s. */
    DCA(false),
    /** Time since the last trade. */
    AGE(true);

    private final boolean needsDetails;

    TokenSort(final boolean needsDetails) {
        this.needsDetails = needsDetails;
    }

    /** True when every token's details have to be known before any can be shown. */
    boolean needsDetails() {
        return needsDetails;
    }

    /** The word that users write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Smallest first; equals stay for the caller to order. */
    Comparator<TokenRow> ascending(final Window window) {
        return switch (this) {
            case FLOW -> Comparator.comparingDouble(row -> row.token().netFlowSol(window));
            case MINT -> Comparator.comparing(row -> row.token().mint());
            case BUYS -> Comparator.comparingLong(row -> row.details().buys300s());
            case SELLS -> Comparator.comparingLong(row -> row.details().sells300s());
            case WALLETS -> Comparator.comparingLong(row -> row.token().wallets300s());
            case BOTS -> Comparator.comparingDouble(TokenRow::botShare300s);
            case DCA -> Comparator.comparingDouble(row -> row.token().dcaFlow300s());
            case AGE -> Comparator.comparingLong(row -> -row.details().lastTradeAtSeconds());
        };
    }
}
