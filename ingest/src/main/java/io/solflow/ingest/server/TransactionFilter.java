package io.solflow.ingest.server;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One named filter of transactions: all that it says must hold; an empty one lets everything pass. */
final class TransactionFilter {

    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;

    private final Optional<Boolean> vote;
    private final Optional<Boolean> failed;
    private final ByteString signature;
    private final Set<ByteString> include;
    private final Set<ByteString> exclude;
    private final Set<ByteString> required;

    /**
     * A filter as a client asks for it.
     *
     * @throws IllegalArgumentException when a key or signature is none.
     */
    TransactionFilter(final SubscribeRequestFilterTransactions request) {
        vote = request.hasVote() ? Optional.of(request.getVote()) : Optional.empty();
        failed = request.hasFailed() ? Optional.of(request.getFailed()) : Optional.empty();
        signature = request.hasSignature()
                ? decode("signature", request.getSignature(), SIGNATURE_LENGTH)
                : ByteString.EMPTY;
        include = keys("account_include", request.getAccountIncludeList());
        exclude = keys("account_exclude", request.getAccountExcludeList());
        required = keys("account_required", request.getAccountRequiredList());
    }

    private static Set<ByteString> keys(final String field, final List<String> texts) {
        final Set<ByteString> keys = new HashSet<>();
        for (final String text : texts) {
            keys.add(decode(field, text, KEY_LENGTH));
        }
        return keys;
    }

    private static ByteString decode(final String field, final String text, final int length) {
        final byte[] bytes;
        try {
            bytes = Base58.decode(text);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid " + field + ": " + e.getMessage(), e);
        }
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "invalid " + field + ": '" + text + "' has " + bytes.length + " bytes, allowed: " + length);
        }
        return ByteString.copyFrom(bytes);
    }

    boolean matches(final PreparedTransaction transaction) {
        if ((vote.isPresent() && vote.get() != transaction.vote())
                || (failed.isPresent() && failed.get() != transaction.failed())
                || (!signature.isEmpty() && !signature.equals(transaction.signature()))) {
            return false;
        }
        return matchesKeys(transaction.keys());
    }

    private boolean matchesKeys(final ByteString[] keys) {
        boolean included = include.isEmpty();
        int found = 0;
        for (final ByteString key : keys) {
            included = included || include.contains(key);
            if (!exclude.isEmpty() && exclude.contains(key)) {
                return false;
            }
            if (!required.isEmpty() && required.contains(key)) {
                found++;
            }
        }
        // a transaction names no key twice
        return included && found == required.size();
    }
}
