package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Encodes {@code meta.err} as the bincode of Solana's TransactionError: u32 little-endian variant, then its fields. An
 * error that this list does not know becomes {@link #UNKNOWN}: what counts is that the transaction failed.
 */
final class TransactionErrors {

    /** Stands for an error without a known encoding; no bincode is this short. */
    static final ByteString UNKNOWN = ByteString.copyFrom(new byte[] {(byte) 0xFF});

    // Order of the variants: solana-transaction-error and solana-instruction-error 3.x.
    private static final List<String> TRANSACTION = List.of(
            "AccountInUse",
            "AccountLoadedTwice",
            "AccountNotFound",
            "ProgramAccountNotFound",
            "InsufficientFundsForFee",
            "InvalidAccountForFee",
            "AlreadyProcessed",
            "BlockhashNotFound",
            "InstructionError",
            "CallChainTooDeep",
            "MissingSignatureForFee",
            "InvalidAccountIndex",
            "SignatureFailure",
            "InvalidProgramForExecution",
            "SanitizeFailure",
            "ClusterMaintenance",
            "AccountBorrowOutstanding",
            "WouldExceedMaxBlockCostLimit",
            "UnsupportedVersion",
            "InvalidWritableAccount",
            "WouldExceedMaxAccountCostLimit",
            "WouldExceedAccountDataBlockLimit",
            "TooManyAccountLocks",
            "AddressLookupTableNotFound",
            "InvalidAddressLookupTableOwner",
            "InvalidAddressLookupTableData",
            "InvalidAddressLookupTableIndex",
            "InvalidRentPayingAccount",
            "WouldExceedMaxVoteCostLimit",
            "WouldExceedAccountDataTotalLimit",
            "DuplicateInstruction",
            "InsufficientFundsForRent",
            "MaxLoadedAccountsDataSizeExceeded",
            "InvalidLoadedAccountsDataSizeLimit",
            "ResanitizationNeeded",
            "ProgramExecutionTemporarilyRestricted",
            "UnbalancedTransaction",
            "ProgramCacheHitMaxLimit",
            "CommitCancelled");

    private static final List<String> INSTRUCTION = List.of(
            "GenericError",
            "InvalidArgument",
            "InvalidInstructionData",
            "InvalidAccountData",
            "AccountDataTooSmall",
            "InsufficientFunds",
            "IncorrectProgramId",
            "MissingRequiredSignature",
            "AccountAlreadyInitialized",
            "UninitializedAccount",
            "UnbalancedInstruction",
            "ModifiedProgramId",
            "ExternalAccountLamportSpend",
            "ExternalAccountDataModified",
            "ReadonlyLamportChange",
            "ReadonlyDataModified",
            "DuplicateAccountIndex",
            "ExecutableModified",
            "RentEpochModified",
            "NotEnoughAccountKeys",
            "AccountDataSizeChanged",
            "AccountNotExecutable",
            "AccountBorrowFailed",
            "AccountBorrowOutstanding",
            "DuplicateAccountOutOfSync",
            "Custom",
            "InvalidError",
            "ExecutableDataModified",
            "ExecutableLamportChange",
            "ExecutableAccountNotRentExempt",
            "UnsupportedProgramId",
            "CallDepth",
            "MissingAccount",
            "ReentrancyNotAllowed",
            "MaxSeedLengthExceeded",
            "InvalidSeeds",
            "InvalidRealloc",
            "ComputationalBudgetExceeded",
            "PrivilegeEscalation",
            "ProgramEnvironmentSetupFailure",
            "ProgramFailedToComplete",
            "ProgramFailedToCompile",
            "Immutable",
            "IncorrectAuthority",
            "BorshIoError",
            "AccountNotRentExempt",
            "InvalidAccountOwner",
            "ArithmeticOverflow",
            "UnsupportedSysvar",
            "IllegalOwner",
            "MaxAccountsDataAllocationsExceeded",
            "MaxAccountsExceeded",
            "MaxInstructionTraceLengthExceeded",
            "BuiltinProgramsMustConsumeComputeUnits");

    private TransactionErrors() {}

    /** Reads the error at which the parser stands, which is not null, and passes over it. */
    static ByteString read(final JsonParser json) throws IOException {
        final int depth = JsonValues.enter(json);
        final ByteBuffer target = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        final boolean known = readTransactionError(json, target);
        JsonValues.leave(json, depth);
        return known ? ByteString.copyFrom(target.flip()) : UNKNOWN;
    }

    private static boolean readTransactionError(final JsonParser json, final ByteBuffer target) throws IOException {
        final boolean hasFields = json.currentToken() == JsonToken.START_OBJECT;
        final String name = hasFields ? json.nextFieldName() : json.getText();
        if (name == null || !putVariant(TRANSACTION, name, target)) {
            return false;
        }
        if (!hasFields) {
            return true;
        }
        final JsonToken value = json.nextToken();
        return switch (name) {
            case "InstructionError" ->
                value == JsonToken.START_ARRAY
                        && json.nextToken() == JsonToken.VALUE_NUMBER_INT
                        && putByte(json, target)
                        && readInstructionError(json, target);
            case "DuplicateInstruction" -> value == JsonToken.VALUE_NUMBER_INT && putByte(json, target);
            case "InsufficientFundsForRent", "ProgramExecutionTemporarilyRestricted" ->
                value == JsonToken.START_OBJECT
                        && "account_index".equals(json.nextFieldName())
                        && json.nextToken() == JsonToken.VALUE_NUMBER_INT
                        && putByte(json, target);
            default -> false;
        };
    }

    private static boolean readInstructionError(final JsonParser json, final ByteBuffer target) throws IOException {
        final JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING) {
            return putVariant(INSTRUCTION, json.getText(), target);
        }
        if (value != JsonToken.START_OBJECT) {
            return false;
        }
        final String name = json.nextFieldName();
        if (!"Custom".equals(name) || !putVariant(INSTRUCTION, name, target)) {
            return false;
        }
        if (json.nextToken() != JsonToken.VALUE_NUMBER_INT
                || json.getBigIntegerValue().bitLength() > Integer.SIZE) {
            return false;
        }
        target.putInt(json.getBigIntegerValue().intValue());
        return true;
    }

    private static boolean putVariant(final List<String> variants, final String name, final ByteBuffer target) {
        final int variant = variants.indexOf(name);
        target.putInt(variant);
        return variant >= 0;
    }

    private static boolean putByte(final JsonParser json, final ByteBuffer target) throws IOException {
        final boolean fits = json.getBigIntegerValue().bitLength() <= Byte.SIZE;
        target.put(json.getBigIntegerValue().byteValue());
        return fits;
    }
}
