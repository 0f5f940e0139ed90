package io.solflow.app.market;

/** What a wallet did with a token within a window. */
public record WalletRow(
        String wallet, long buyLamports, long sellLamports, long trades, long botTrades, long lastTradeAtSeconds) {}
