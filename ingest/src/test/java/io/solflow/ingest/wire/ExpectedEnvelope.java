package io.solflow.ingest.wire;

import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.wire.parity.ReadEnvelope;

/** What an envelope must show. */
record ExpectedEnvelope(
        Kind kind,
        long slot,
        long parentSlot,
        long txIndex,
        long bankId,
        boolean signed,
        boolean vote,
        int status,
        long blockTimeSeconds,
        long createdAtSeconds,
        int pongId) {

    /** From the interface's own messages; slot is 0 for the kinds whose slot the envelope does not read. */
    static ExpectedEnvelope of(final SubscribeUpdate update) {
        final Kind kind =
                switch (update.getUpdateOneofCase()) {
                    case ACCOUNT -> Kind.ACCOUNT;
                    case SLOT -> Kind.SLOT;
                    case TRANSACTION -> Kind.TRANSACTION;
                    case TRANSACTION_STATUS -> Kind.TRANSACTION_STATUS;
                    case BLOCK -> Kind.BLOCK;
                    case PING -> Kind.PING;
                    case PONG -> Kind.PONG;
                    case BLOCK_META -> Kind.BLOCK_META;
                    case ENTRY -> Kind.ENTRY;
                    case UPDATEONEOF_NOT_SET -> Kind.UNKNOWN;
                };
        return new ExpectedEnvelope(
                kind,
                update.getSlot().getSlot()
                        + update.getTransaction().getSlot()
                        + update.getBlockMeta().getSlot(),
                update.getSlot().getParent() + update.getBlockMeta().getParentSlot(),
                update.getTransaction().getTransaction().getIndex(),
                update.getSlot().getBankId()
                        + update.getTransaction().getBankId()
                        + update.getBlockMeta().getBankId(),
                update.getTransaction().getTransaction().getSignature().size() == 64,
                update.getTransaction().getTransaction().getIsVote(),
                update.getSlot().getStatusValue(),
                update.getBlockMeta().hasBlockTime()
                        ? update.getBlockMeta().getBlockTime().getTimestamp()
                        : UpdateEnvelope.NO_TIME,
                update.hasCreatedAt() ? update.getCreatedAt().getSeconds() : UpdateEnvelope.NO_TIME,
                update.getPong().getId());
    }

    /** From the messages that hold only what is read. */
    static ExpectedEnvelope of(final ReadEnvelope update) {
        final Kind kind =
                switch (update.getUpdateOneofCase()) {
                    case ACCOUNT -> Kind.ACCOUNT;
                    case SLOT -> Kind.SLOT;
                    case TRANSACTION -> Kind.TRANSACTION;
                    case TRANSACTION_STATUS -> Kind.TRANSACTION_STATUS;
                    case BLOCK -> Kind.BLOCK;
                    case PING -> Kind.PING;
                    case PONG -> Kind.PONG;
                    case BLOCK_META -> Kind.BLOCK_META;
                    case ENTRY -> Kind.ENTRY;
                    case UPDATEONEOF_NOT_SET -> Kind.UNKNOWN;
                };
        return new ExpectedEnvelope(
                kind,
                update.getSlot().getSlot()
                        + update.getTransaction().getSlot()
                        + update.getBlockMeta().getSlot(),
                update.getSlot().getParent() + update.getBlockMeta().getParentSlot(),
                update.getTransaction().getTransaction().getIndex(),
                update.getSlot().getBankId()
                        + update.getTransaction().getBankId()
                        + update.getBlockMeta().getBankId(),
                update.getTransaction().getTransaction().getSignature().size() == 64,
                update.getTransaction().getTransaction().getIsVote(),
                update.getSlot().getStatus(),
                update.getBlockMeta().hasBlockTime()
                        ? update.getBlockMeta().getBlockTime().getSeconds()
                        : UpdateEnvelope.NO_TIME,
                update.hasCreatedAt() ? update.getCreatedAt().getSeconds() : UpdateEnvelope.NO_TIME,
                update.getPong().getId());
    }

    /** What an envelope shows. */
    static ExpectedEnvelope of(final UpdateEnvelope envelope) {
        return new ExpectedEnvelope(
                envelope.kind(),
                envelope.slot(),
                envelope.parentSlot(),
                envelope.txIndex(),
                envelope.bankId(),
                envelope.signatureOffset() >= 0,
                envelope.vote(),
                envelope.status(),
                envelope.blockTimeSeconds(),
                envelope.createdAtSeconds(),
                envelope.pongId());
    }
}
