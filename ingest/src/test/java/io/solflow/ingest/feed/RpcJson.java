package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.TransactionConfig;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes transactions as an RPC node shows them. */
final class RpcJson {

    /** The values of the request's parameter of that name; BINARY is the oldest form, a bare text in base58. */
    enum Encoding {
        JSON,
        JSON_PARSED,
        BASE64,
        BASE58,
        BINARY
    }

    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;
    private final Encoding encoding;
    private final SubscribeUpdateTransactionInfo info;
    private final List<String> keys = new ArrayList<>();

    private RpcJson(final SubscribeUpdateTransactionInfo info, final Encoding encoding) throws IOException {
        this.info = info;
        this.encoding = encoding;
        this.json = new JsonFactory().createGenerator(text);
        info.getTransaction().getMessage().getAccountKeysList().forEach(key -> keys.add(base58(key)));
        info.getMeta().getLoadedWritableAddressesList().forEach(key -> keys.add(base58(key)));
        info.getMeta().getLoadedReadonlyAddressesList().forEach(key -> keys.add(base58(key)));
    }

    /** The fields {@code transaction}, {@code meta} and {@code version} with commas between them, without braces. */
    static String fields(final SubscribeUpdateTransactionInfo info, final Encoding encoding) throws IOException {
        final String object = new RpcJson(info, encoding).write();
        return object.substring(1, object.length() - 1);
    }

    /** A getTransaction response; {@code blockTime} may be null. */
    static String response(
            final SubscribeUpdateTransactionInfo info, final long slot, final Long blockTime, final Encoding encoding)
            throws IOException {
        return "{\"jsonrpc\":\"2.0\",\"result\":{\"slot\":" + slot + ",\"blockTime\":" + blockTime + ','
                + fields(info, encoding) + "},\"id\":1}";
    }

    static String base58(final ByteString bytes) {
        return Base58.encode(bytes.toByteArray(), 0, bytes.size());
    }

    private String write() throws IOException {
        json.writeStartObject();
        json.writeFieldName("meta");
        writeMeta(info.getMeta());
        json.writeFieldName("transaction");
        writeTransaction();
        if (info.getTransaction().getMessage().getVersioned()) {
            json.writeNumberField("version", info.getTransaction().getMessage().hasConfig() ? 1 : 0);
        } else {
            json.writeStringField("version", "legacy");
        }
        json.writeEndObject();
        json.close();
        return text.toString();
    }

    private void writeTransaction() throws IOException {
        switch (encoding) {
            case BASE64 -> {
                json.writeStartArray();
                json.writeString(Base64.getEncoder()
                        .encodeToString(
                                MessageBytes.transaction(info.getTransaction()).toByteArray()));
                json.writeString("base64");
                json.writeEndArray();
            }
            case BASE58 -> {
                json.writeStartArray();
                json.writeString(base58(MessageBytes.transaction(info.getTransaction())));
                json.writeString("base58");
                json.writeEndArray();
            }
            case BINARY -> json.writeString(base58(MessageBytes.transaction(info.getTransaction())));
            default -> {
                json.writeStartObject();
                json.writeFieldName("message");
                writeMessage(info.getTransaction().getMessage());
                json.writeArrayFieldStart("signatures");
                for (final ByteString signature : info.getTransaction().getSignaturesList()) {
                    json.writeString(base58(signature));
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        }
    }

    private void writeMessage(final Message message) throws IOException {
        json.writeStartObject();
        if (encoding == Encoding.JSON_PARSED) {
            writeParsedKeys(message);
        } else {
            json.writeObjectFieldStart("header");
            json.writeNumberField("numRequiredSignatures", message.getHeader().getNumRequiredSignatures());
            json.writeNumberField(
                    "numReadonlySignedAccounts", message.getHeader().getNumReadonlySignedAccounts());
            json.writeNumberField(
                    "numReadonlyUnsignedAccounts", message.getHeader().getNumReadonlyUnsignedAccounts());
            json.writeEndObject();
            writeTexts("accountKeys", keys.subList(0, message.getAccountKeysCount()));
        }
        json.writeStringField("recentBlockhash", base58(message.getRecentBlockhash()));
        json.writeArrayFieldStart("instructions");
        for (final CompiledInstruction instruction : message.getInstructionsList()) {
            writeInstruction(instruction.getProgramIdIndex(), instruction.getAccounts(), instruction.getData(), 1);
        }
        json.writeEndArray();
        if (message.hasConfig()) {
            writeConfig(message.getConfig());
        } else if (message.getVersioned()) {
            json.writeArrayFieldStart("addressTableLookups");
            for (final MessageAddressTableLookup lookup : message.getAddressTableLookupsList()) {
                json.writeStartObject();
                json.writeStringField("accountKey", base58(lookup.getAccountKey()));
                writeIndexes("writableIndexes", lookup.getWritableIndexes());
                writeIndexes("readonlyIndexes", lookup.getReadonlyIndexes());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** A node shows what is not set as null; an empty one may be left out, since the version says that there is one. */
    private void writeConfig(final TransactionConfig config) throws IOException {
        if (config.equals(TransactionConfig.getDefaultInstance())) {
            return;
        }
        json.writeObjectFieldStart("transactionConfig");
        json.writeFieldName("priorityFee");
        json.writeRawValue(config.hasPriorityFee() ? Long.toUnsignedString(config.getPriorityFee()) : "null");
        json.writeFieldName("computeUnitLimit");
        json.writeRawValue(
                config.hasComputeUnitLimit() ? Integer.toUnsignedString(config.getComputeUnitLimit()) : "null");
        if (config.hasLoadedAccountsDataSizeLimit()) {
            json.writeNumberField(
                    "loadedAccountsDataSizeLimit", Integer.toUnsignedLong(config.getLoadedAccountsDataSizeLimit()));
        }
        if (config.hasHeapSize()) {
            json.writeNumberField("heapSize", Integer.toUnsignedLong(config.getHeapSize()));
        }
        json.writeEndObject();
    }

    private void writeParsedKeys(final Message message) throws IOException {
        final int staticKeys = message.getAccountKeysCount();
        final int signers = message.getHeader().getNumRequiredSignatures();
        final int writableSigners = signers - message.getHeader().getNumReadonlySignedAccounts();
        final int writableOthers = staticKeys - message.getHeader().getNumReadonlyUnsignedAccounts();
        final int writableLoaded = staticKeys + info.getMeta().getLoadedWritableAddressesCount();
        json.writeArrayFieldStart("accountKeys");
        for (int i = 0; i < keys.size(); i++) {
            json.writeStartObject();
            json.writeStringField("pubkey", keys.get(i));
            json.writeBooleanField("signer", i < signers);
            final boolean writable =
                    i < signers ? i < writableSigners : i < (i < staticKeys ? writableOthers : writableLoaded);
            json.writeBooleanField("writable", writable);
            json.writeStringField("source", i < staticKeys ? "transaction" : "lookupTable");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeInstruction(
            final int program, final ByteString accounts, final ByteString data, final int stackHeight)
            throws IOException {
        json.writeStartObject();
        if (encoding == Encoding.JSON_PARSED) {
            json.writeArrayFieldStart("accounts");
            for (final byte account : accounts) {
                json.writeString(keys.get(account & 0xFF));
            }
            json.writeEndArray();
            json.writeStringField("programId", keys.get(program));
        } else {
            writeIndexes("accounts", accounts);
            json.writeNumberField("programIdIndex", program);
        }
        json.writeStringField("data", base58(data));
        if (stackHeight == 0) {
            json.writeNullField("stackHeight");
        } else {
            json.writeNumberField("stackHeight", stackHeight);
        }
        json.writeEndObject();
    }

    private void writeMeta(final TransactionStatusMeta meta) throws IOException {
        json.writeStartObject();
        writeError(meta);
        json.writeNumberField("fee", meta.getFee());
        writeBalances("preBalances", meta.getPreBalancesList());
        writeBalances("postBalances", meta.getPostBalancesList());
        if (meta.getInnerInstructionsNone()) {
            json.writeNullField("innerInstructions");
        } else {
            json.writeArrayFieldStart("innerInstructions");
            for (final InnerInstructions group : meta.getInnerInstructionsList()) {
                json.writeStartObject();
                json.writeNumberField("index", group.getIndex());
                json.writeArrayFieldStart("instructions");
                for (final InnerInstruction inner : group.getInstructionsList()) {
                    writeInstruction(
                            inner.getProgramIdIndex(), inner.getAccounts(), inner.getData(), inner.getStackHeight());
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (meta.getLogMessagesNone()) {
            json.writeNullField("logMessages");
        } else {
            writeTexts("logMessages", meta.getLogMessagesList());
        }
        writeTokenBalances("preTokenBalances", meta.getPreTokenBalancesList());
        writeTokenBalances("postTokenBalances", meta.getPostTokenBalancesList());
        if (encoding != Encoding.JSON_PARSED) {
            final int staticKeys = info.getTransaction().getMessage().getAccountKeysCount();
            final int writableEnd = staticKeys + meta.getLoadedWritableAddressesCount();
            json.writeObjectFieldStart("loadedAddresses");
            writeTexts("readonly", keys.subList(writableEnd, keys.size()));
            writeTexts("writable", keys.subList(staticKeys, writableEnd));
            json.writeEndObject();
        }
        if (meta.hasComputeUnitsConsumed()) {
            json.writeNumberField("computeUnitsConsumed", meta.getComputeUnitsConsumed());
        }
        json.writeEndObject();
    }

    /** Writes the one kind of error that {@code SyntheticTransactions} makes. */
    private void writeError(final TransactionStatusMeta meta) throws IOException {
        if (!meta.hasErr()) {
            json.writeNullField("err");
            return;
        }
        final var bytes = meta.getErr().getErr().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        json.writeFieldName("err");
        json.writeRawValue("{\"InstructionError\":[" + bytes.get(4) + ",{\"Custom\":"
                + Integer.toUnsignedString(bytes.getInt(9)) + "}]}");
    }

    private void writeTokenBalances(final String name, final List<TokenBalance> balances) throws IOException {
        json.writeArrayFieldStart(name);
        for (final TokenBalance balance : balances) {
            json.writeStartObject();
            json.writeNumberField("accountIndex", balance.getAccountIndex());
            json.writeStringField("mint", balance.getMint());
            json.writeStringField("owner", balance.getOwner());
            json.writeStringField("programId", balance.getProgramId());
            json.writeObjectFieldStart("uiTokenAmount");
            json.writeStringField("amount", balance.getUiTokenAmount().getAmount());
            json.writeNumberField("decimals", balance.getUiTokenAmount().getDecimals());
            if (balance.getUiTokenAmount().getUiAmount() == 0) {
                json.writeNullField("uiAmount");
            } else {
                json.writeNumberField("uiAmount", balance.getUiTokenAmount().getUiAmount());
            }
            json.writeStringField("uiAmountString", balance.getUiTokenAmount().getUiAmountString());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeBalances(final String name, final List<Long> balances) throws IOException {
        json.writeArrayFieldStart(name);
        for (final long balance : balances) {
            json.writeRawValue(Long.toUnsignedString(balance));
        }
        json.writeEndArray();
    }

    private void writeTexts(final String name, final List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (final String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private void writeIndexes(final String name, final ByteString indexes) throws IOException {
        json.writeArrayFieldStart(name);
        for (final byte index : indexes) {
            json.writeNumber(index & 0xFF);
        }
        json.writeEndArray();
    }
}
