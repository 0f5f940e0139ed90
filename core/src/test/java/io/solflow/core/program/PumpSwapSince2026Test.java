package io.solflow.core.program;

import static io.solflow.core.program.Swaps.AUTHORITY;
import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.POOL;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.VAULT_X;
import static io.solflow.core.program.Swaps.VAULT_Y;
import static io.solflow.core.program.Swaps.accounts;
import static io.solflow.core.program.Swaps.cpi;
import static io.solflow.core.program.Swaps.instruction;
import static io.solflow.core.program.Swaps.key;
import static io.solflow.core.program.Swaps.pumpSwap;
import static io.solflow.core.program.Swaps.pumpSwapEvent;
import static io.solflow.core.program.Swaps.pumpSwapEventOf;
import static io.solflow.core.program.Swaps.transfer;
import static io.solflow.core.program.Swaps.transferChecked;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions and events of the pools that came in 2026, and those that nobody named. */
final class PumpSwapSince2026Test {

    private static final Pubkey PROGRAM = DexProgram.PUMP_SWAP.programId();
    private static final Pubkey USER_BASE = key("user base");
    private static final Pubkey USER_QUOTE = key("user quote");
    private static final byte[] BOOST_EVENT = new Borsh()
            .u64(Discriminator.event("BoostBuyAndBurnEvent"))
            .u64(TIME)
            .padTo(200)
            .toByteArray();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Decoding decode(final UpdateBuilder update) {
        return Decoding.of(DexProgram.PUMP_SWAP, update);
    }

    /** An instruction that nobody named, with an event that names token accounts. */
    private static UpdateBuilder unnamed(final UpdateBuilder update, final boolean buy) {
        return update.top(PROGRAM, instruction("buy_v9", 24), USER_BASE, USER_QUOTE, VAULT_X, VAULT_Y)
                .inner(2, PROGRAM, cpi(pumpSwapEventOf(buy, USER_BASE, USER_QUOTE)), AUTHORITY);
    }

    @ParameterizedTest
    @CsvSource({"buy_v2, true", "buy_exact_quote_in_v2, true", "sell_v2, false"})
    void shouldReadV2(final String name, final boolean buy) {
        final Decoding decoding =
                decode(pumpSwap(update(), 1, name, pumpSwapEvent(buy, BASE_UNITS, LAMPORTS), MINT, SOL));
        decoding.assertStandardTrade(buy ? Side.BUY : Side.SELL, TIME);
        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.IGNORED);
        assertThat(decoding.onlyTrade().ordinal()).isEqualTo(1);
    }

    @Test
    void shouldTakeEachPoolHopOfOneInstructionWithTheMintsOfItsPool() {
        final Pubkey second = key("second coin");
        final Pubkey secondPool = key("second pool");
        final Pubkey[] accounts =
                accounts(26, 0, USER, 16, MINT, 17, SOL, 18, POOL, 21, second, 22, SOL, 23, secondPool);
        final UpdateBuilder update = update().balance(second, 6)
                .top(PROGRAM, instruction("multi_hop_swap", 24), accounts)
                .inner(2, PROGRAM, cpi(pumpSwapEvent(false, 100, 50)), AUTHORITY)
                .inner(2, PROGRAM, cpi(pumpSwapEventOf(true, secondPool, Pubkey.DEFAULT, Pubkey.DEFAULT)), AUTHORITY);
        final Decoding decoding = decode(update);

        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.TRADE, Outcome.IGNORED, Outcome.IGNORED);
        final Trade sell = decoding.trades().get(0);
        final Trade buy = decoding.trades().get(1);
        assertThat(sell.side()).isEqualTo(Side.SELL);
        assertThat(sell.mint().toPubkey()).isEqualTo(MINT);
        assertThat(sell.ordinal()).isEqualTo(1);
        assertThat(buy.side()).isEqualTo(Side.BUY);
        assertThat(buy.mint().toPubkey()).isEqualTo(second);
        assertThat(buy.ordinal()).isEqualTo(2);
    }

    @Test
    void shouldRejectAHopOfAPoolThatTheInstructionDoesNotName() {
        assertThat(decode(update().top(PROGRAM, instruction("multi_hop_swap", 24), accounts(21, 16, MINT, 17, SOL))
                                .inner(2, PROGRAM, cpi(pumpSwapEvent(true, 5, 6)), AUTHORITY))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldTakeABoostForTheAuthorityOfItsVaultWhoeverPays() {
        final Pubkey[] accounts = accounts(13, 0, POOL, 1, key("authority"), 3, MINT, 4, SOL, 7, USER);
        for (final int height : new int[] {1, 2}) {
            final UpdateBuilder update = update().signers(key("keeper")).balance(MINT, 6);
            if (height == 2) {
                update.top(FOREIGN, new byte[9]);
            }
            final Decoding decoding = decode(update.at(height, PROGRAM, instruction("boost_buy_and_burn", 24), accounts)
                    .inner(height + 1, PROGRAM, cpi(pumpSwapEvent(true, BASE_UNITS, LAMPORTS)), AUTHORITY)
                    .inner(height + 1, PROGRAM, cpi(BOOST_EVENT), AUTHORITY));
            decoding.assertStandardTrade(Side.BUY, TIME);
            assertThat(decoding.onlyTrade().boost()).isTrue();
            assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.IGNORED, Outcome.IGNORED);
        }
    }

    @Test
    void shouldKnowABoostByTheEventBesideItsBuy() {
        final UpdateBuilder update = update().signers(key("keeper"))
                .balance(USER_BASE, MINT, USER, 6)
                .balance(USER_QUOTE, SOL, USER, 9)
                .top(FOREIGN, new byte[9])
                .inner(2, PROGRAM, instruction("boost_v9", 24))
                .inner(3, PROGRAM, cpi(pumpSwapEventOf(true, USER_BASE, USER_QUOTE)), AUTHORITY)
                .inner(3, PROGRAM, cpi(BOOST_EVENT), AUTHORITY);
        final Decoding decoding = decode(update);

        decoding.assertStandardTrade(Side.BUY, TIME);
        assertThat(decoding.onlyTrade().boost()).isTrue();
        assertThat(decoding.first()).isEqualTo(Outcome.BY_EVENT);
        assertThat(decode(pumpSwap(update(), 1, true)).onlyTrade().boost()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBelieveTheEventOfAnInstructionThatNobodyNamed(final boolean buy) {
        final Decoding decoding =
                decode(unnamed(update().balance(USER_BASE, MINT, USER, 6).balance(USER_QUOTE, SOL, USER, 9), buy));

        decoding.assertStandardTrade(buy ? Side.BUY : Side.SELL, TIME);
        assertThat(decoding.outcomes()).containsExactly(Outcome.BY_EVENT, Outcome.IGNORED);
    }

    @Test
    void shouldKnowReversedPoolsByTheUsersAccounts() {
        final Decoding decoding =
                decode(unnamed(update().balance(USER_BASE, SOL, USER, 9).balance(USER_QUOTE, MINT, USER, 6), true));

        assertThat(decoding.onlyTrade().side()).isEqualTo(Side.SELL);
        assertThat(decoding.onlyTrade().lamports()).isEqualTo(BASE_UNITS);
    }

    @Test
    void shouldTakeMintsFromTheTransfersOfTheSwap() {
        final Decoding decoding = decode(unnamed(update(), true)
                .inner(2, Pubkey.TOKEN_2022_PROGRAM, transferChecked(5, 6), VAULT_X, MINT, USER_BASE, POOL)
                .inner(
                        2,
                        Pubkey.TOKEN_PROGRAM,
                        Swaps.tokenBatch(4, transferChecked(5, 9)),
                        USER_QUOTE,
                        SOL,
                        VAULT_Y,
                        USER));

        decoding.assertStandardTrade(Side.BUY, TIME);
    }

    @Test
    void shouldTakeMintsFromTheVaultAndFromInitialisations() {
        final byte[] initialize3 = new Borsh().u8(18).key(USER).toByteArray();
        final UpdateBuilder update =
                update().balance(VAULT_X, MINT, POOL, 6).top(Pubkey.TOKEN_PROGRAM, initialize3, USER_QUOTE, SOL);
        final Decoding decoding =
                decode(unnamed(update, true).inner(2, Pubkey.TOKEN_PROGRAM, transfer(5), VAULT_X, USER_BASE, POOL));

        decoding.assertStandardTrade(Side.BUY, TIME);
    }

    @Test
    void shouldTakeTheOtherMintThatThePoolHoldsWhereAnAccountTellsNone() {
        final UpdateBuilder update = update().balance(USER_BASE, MINT, USER, 6)
                .balance(VAULT_X, MINT, POOL, 6)
                .balance(VAULT_Y, SOL, POOL, 9);
        decode(unnamed(update, false)).assertStandardTrade(Side.SELL, TIME);

        update.balance(key("third"), USDC, POOL, 6);
        assertThat(decode(update).first()).as("one of two").isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldRejectMintsThatContradictEachOtherOrAreNotTold() {
        assertThat(decode(unnamed(update(), true)).first()).as("not told").isEqualTo(Outcome.MALFORMED);
        assertThat(decode(unnamed(update().balance(USER_BASE, MINT, USER, 6).balance(USER_QUOTE, SOL, USER, 9), true)
                                .inner(2, Pubkey.TOKEN_PROGRAM, transferChecked(5, 6), VAULT_X, USDC, USER_BASE, POOL))
                        .first())
                .as("transfer against balance")
                .isEqualTo(Outcome.MALFORMED);
        assertThat(decode(unnamed(update().balance(USER_BASE, MINT, USER, 6).balance(VAULT_Y, USDC, POOL, 6), true))
                        .first())
                .as("a pool without the mint")
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldSkipUnnamedSwapsWithoutSol() {
        assertThat(decode(unnamed(update().balance(USER_BASE, MINT, USER, 6).balance(USER_QUOTE, USDC, USER, 6), true))
                        .first())
                .isEqualTo(Outcome.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init_boost",
                "set_boost_authority",
                "toggle_boost",
                "sweep_creator_fee",
                "sweep_protocol_fee",
                "update_creator_fee_config",
                "admin_cto_pool",
                "admin_set_coin_creator_fee_editable",
                "set_coin_creator_fee_bps"
            })
    void shouldKnowWhatSwapsNothing(final String name) {
        assertThat(decode(update().top(PROGRAM, instruction(name, 24), USER)).outcomes())
                .containsExactly(Outcome.IGNORED);
    }

    @Test
    void shouldReadARoutedSwapThatOnlyTheLogShows() {
        final RecordedRun run = new RecordedRun()
                .invoke(FOREIGN, new byte[9], USER_BASE, USER_QUOTE)
                .invoke(PROGRAM, instruction("sell", 24), Swaps.pumpSwapAccounts(MINT, SOL))
                .run(Pubkey.TOKEN_PROGRAM, transfer(5), VAULT_X, USER_BASE, POOL)
                .emit(pumpSwapEventOf(false, USER_BASE, USER_QUOTE))
                .end()
                .end();
        final UpdateBuilder balances =
                new UpdateBuilder().balance(USER_BASE, MINT, USER, 6).balance(USER_QUOTE, SOL, USER, 9);
        final Decoding shown = decode(run.into(update()));
        final Decoding hidden = decode(run.withoutInner(balances));

        hidden.assertStandardTrade(Side.SELL, TIME);
        assertThat(hidden.onlyTrade().ordinal())
                .isEqualTo(shown.onlyTrade().ordinal())
                .isEqualTo(3);
        assertThat(decode(run.withoutInner(update())).outcomes())
                .as("mints not told")
                .containsExactly(Outcome.MALFORMED);
    }
}
