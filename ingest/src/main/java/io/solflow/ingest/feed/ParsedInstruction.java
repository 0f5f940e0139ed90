package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Pubkey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Data and accounts of an instruction that {@code jsonParsed} shows without its bytes. What tells a swap's legs is encoded
 * again: the transfers of the SPL token programs and of the System program, and the token accounts that are opened. RPC
 * nodes parse only native and SPL programs, never a DEX. Every other parsed instruction keeps its place, program and stack
 * height and has no data and no accounts, unless it belongs to a token program and may move tokens: such a transaction
 * cannot be read.
 *
 * @param accounts base58 keys.
 * @param data as the program would have received it.
 */
record ParsedInstruction(List<String> accounts, ByteString data) {

    private static final String TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
    private static final String TOKEN_2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";
    private static final String SYSTEM = "11111111111111111111111111111111";

    private static final byte TOKEN_INITIALIZE_ACCOUNT = 1;
    private static final byte TOKEN_INITIALIZE_ACCOUNT_2 = 16;
    private static final byte TOKEN_INITIALIZE_ACCOUNT_3 = 18;
    private static final byte TOKEN_TRANSFER = 3;
    private static final byte TOKEN_TRANSFER_CHECKED = 12;
    private static final byte TOKEN_TRANSFER_FEE_EXTENSION = 26;
    private static final byte TRANSFER_CHECKED_WITH_FEE = 1;
    private static final int SYSTEM_TRANSFER = 2;

    /** How the names of token instructions start that take no tokens from one account to another. */
    private static final List<String> MOVES_NOTHING = List.of(
            "initialize",
            "approve",
            "revoke",
            "set",
            "mintTo",
            "burn",
            "close",
            "freeze",
            "thaw",
            "sync",
            "amountTo",
            "uiAmountTo",
            "get",
            "create",
            "realloc",
            "update",
            "enable",
            "disable",
            "withdraw",
            "harvest",
            "unwrap",
            "configure",
            "deposit",
            "empty",
            "apply",
            "pause",
            "resume",
            "remove",
            "emit");

    private static final ParsedInstruction EMPTY = new ParsedInstruction(List.of(), ByteString.EMPTY);

    /** Throws {@link UnusableItemException} where the bytes are needed and cannot be told. */
    static ParsedInstruction encode(final String programId, final Map<String, String> parsed) {
        final String type = parsed.getOrDefault("type", "");
        if (TOKEN.equals(programId) || TOKEN_2022.equals(programId)) {
            return encodeToken(programId, type, parsed);
        }
        if (SYSTEM.equals(programId) && "transfer".equals(type)) {
            return new ParsedInstruction(
                    List.of(value(parsed, "source"), value(parsed, "destination")),
                    bytes(buffer(12).putInt(SYSTEM_TRANSFER).putLong(u64(parsed, "lamports"))));
        }
        return EMPTY;
    }

    private static ParsedInstruction encodeToken(
            final String programId, final String type, final Map<String, String> parsed) {
        return switch (type) {
            case "transfer" ->
                new ParsedInstruction(
                        List.of(value(parsed, "source"), value(parsed, "destination"), authority(parsed)),
                        bytes(buffer(9).put(TOKEN_TRANSFER).putLong(u64(parsed, "amount"))));
            case "transferChecked" ->
                new ParsedInstruction(
                        checkedAccounts(parsed),
                        bytes(buffer(10)
                                .put(TOKEN_TRANSFER_CHECKED)
                                .putLong(u64(parsed, "tokenAmount.amount"))
                                .put(decimals(parsed))));
            case "transferCheckedWithFee" ->
                new ParsedInstruction(
                        checkedAccounts(parsed),
                        bytes(buffer(19)
                                .put(TOKEN_TRANSFER_FEE_EXTENSION)
                                .put(TRANSFER_CHECKED_WITH_FEE)
                                .putLong(u64(parsed, "tokenAmount.amount"))
                                .put(decimals(parsed))
                                .putLong(u64(parsed, "feeAmount.amount"))));
            case "initializeAccount" ->
                new ParsedInstruction(
                        List.of(value(parsed, "account"), value(parsed, "mint"), value(parsed, "owner")),
                        bytes(buffer(1).put(TOKEN_INITIALIZE_ACCOUNT)));
            case "initializeAccount2" -> openedFor(TOKEN_INITIALIZE_ACCOUNT_2, parsed);
            case "initializeAccount3" -> openedFor(TOKEN_INITIALIZE_ACCOUNT_3, parsed);
            default -> {
                if (MOVES_NOTHING.stream().noneMatch(type::startsWith)) {
                    throw new UnusableItemException("parsed instruction '" + type + "' of " + programId
                            + " does not show its bytes; encoding \"json\" or \"base64\" is needed");
                }
                yield EMPTY;
            }
        };
    }

    private static ParsedInstruction openedFor(final byte tag, final Map<String, String> parsed) {
        return new ParsedInstruction(
                List.of(value(parsed, "account"), value(parsed, "mint")),
                bytes(buffer(1 + Pubkey.LENGTH)
                        .put(tag)
                        .put(JsonValues.key(value(parsed, "owner"), "owner").toByteArray())));
    }

    private static List<String> checkedAccounts(final Map<String, String> parsed) {
        return List.of(value(parsed, "source"), value(parsed, "mint"), value(parsed, "destination"), authority(parsed));
    }

    private static String authority(final Map<String, String> parsed) {
        return value(parsed, parsed.containsKey("info.multisigAuthority") ? "multisigAuthority" : "authority");
    }

    private static String value(final Map<String, String> parsed, final String name) {
        final String value = parsed.get("info." + name);
        if (value == null) {
            throw new UnusableItemException("parsed " + parsed.get("type") + " has no info." + name);
        }
        return value;
    }

    private static long u64(final Map<String, String> parsed, final String name) {
        final String value = value(parsed, name);
        try {
            return Long.parseUnsignedLong(value);
        } catch (final NumberFormatException e) {
            throw new UnusableItemException(
                    "parsed info." + name + " is '" + value + "', allowed: an integer of 0 to 2^64 - 1");
        }
    }

    private static byte decimals(final Map<String, String> parsed) {
        final long decimals = u64(parsed, "tokenAmount.decimals");
        if (decimals < 0 || decimals > 255) {
            throw new UnusableItemException("parsed decimals are " + decimals + ", allowed: 0 to 255");
        }
        return (byte) decimals;
    }

    private static ByteBuffer buffer(final int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteString bytes(final ByteBuffer buffer) {
        return ByteString.copyFrom(buffer.flip());
    }
}
