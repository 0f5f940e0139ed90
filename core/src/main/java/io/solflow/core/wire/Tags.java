package io.solflow.core.wire;

/**
 * The tags of the fields that are read, {@code number << 3 | wire type}, by the names of the Geyser protocol's files. A field
 * with another wire type than the one here is unknown.
 *
 * <table>
 * <caption>fields by message</caption>
 * <tr><th>message</th><th>fields</th></tr>
 * <tr><td>SubscribeUpdate</td><td>2 account, 3 slot, 4 transaction, 5 block, 6 ping, 7 block_meta, 8 entry, 9 pong,
 *     10 transaction_status, 11 created_at</td></tr>
 * <tr><td>SubscribeUpdateTransaction</td><td>1 transaction, 2 slot, 3 bank_id</td></tr>
 * <tr><td>SubscribeUpdateTransactionInfo</td><td>1 signature, 2 is_vote, 3 transaction, 4 meta, 5 index</td></tr>
 * <tr><td>Transaction</td><td>2 message</td></tr>
 * <tr><td>Message</td><td>1 header, 2 account_keys, 4 instructions</td></tr>
 * <tr><td>MessageHeader</td><td>1 num_required_signatures</td></tr>
 * <tr><td>TransactionStatusMeta</td><td>1 err, 5 inner_instructions, 6 log_messages, 7 pre_token_balances,
 *     8 post_token_balances, 10 inner_instructions_none, 12 loaded_writable_addresses, 13 loaded_readonly_addresses</td></tr>
 * <tr><td>InnerInstructions</td><td>1 index, 2 instructions</td></tr>
 * <tr><td>CompiledInstruction, InnerInstruction</td><td>1 program_id_index, 2 accounts, 3 data, 4 stack_height (inner)</td></tr>
 * <tr><td>TokenBalance</td><td>1 account_index, 2 mint, 3 ui_token_amount, 4 owner</td></tr>
 * <tr><td>UiTokenAmount</td><td>2 decimals</td></tr>
 * <tr><td>SubscribeUpdateSlot</td><td>1 slot, 2 parent, 3 status, 5 bank_id</td></tr>
 * <tr><td>SubscribeUpdateBlockMeta</td><td>1 slot, 4 block_time, 6 parent_slot, 10 bank_id</td></tr>
 * <tr><td>SubscribeUpdatePong</td><td>1 id</td></tr>
 * <tr><td>Timestamp, UnixTimestamp</td><td>1 seconds</td></tr>
 * </table>
 */
final class Tags {

    /** How far a tag is shifted to give the field's number. */
    static final int NUMBER = 3;

    private static final int BYTES = ProtoCursor.WIRE_LEN;

    static final int UPDATE_ACCOUNT = 2 << NUMBER | BYTES;
    static final int UPDATE_SLOT = 3 << NUMBER | BYTES;
    static final int UPDATE_TRANSACTION = 4 << NUMBER | BYTES;
    static final int UPDATE_BLOCK = 5 << NUMBER | BYTES;
    static final int UPDATE_PING = 6 << NUMBER | BYTES;
    static final int UPDATE_BLOCK_META = 7 << NUMBER | BYTES;
    static final int UPDATE_ENTRY = 8 << NUMBER | BYTES;
    static final int UPDATE_PONG = 9 << NUMBER | BYTES;
    static final int UPDATE_TRANSACTION_STATUS = 10 << NUMBER | BYTES;
    static final int UPDATE_CREATED_AT = 11 << NUMBER | BYTES;

    static final int TRANSACTION_UPDATE_INFO = 1 << NUMBER | BYTES;
    static final int TRANSACTION_UPDATE_SLOT = 2 << NUMBER;
    static final int TRANSACTION_UPDATE_BANK_ID = 3 << NUMBER;

    static final int INFO_SIGNATURE = 1 << NUMBER | BYTES;
    static final int INFO_IS_VOTE = 2 << NUMBER;
    static final int INFO_TRANSACTION = 3 << NUMBER | BYTES;
    static final int INFO_META = 4 << NUMBER | BYTES;
    static final int INFO_INDEX = 5 << NUMBER;

    static final int TRANSACTION_MESSAGE = 2 << NUMBER | BYTES;

    static final int MESSAGE_HEADER = 1 << NUMBER | BYTES;
    static final int MESSAGE_ACCOUNT_KEYS = 2 << NUMBER | BYTES;
    static final int MESSAGE_INSTRUCTIONS = 4 << NUMBER | BYTES;

    static final int HEADER_REQUIRED_SIGNATURES = 1 << NUMBER;

    static final int META_ERR = 1 << NUMBER | BYTES;
    static final int META_INNER_INSTRUCTIONS = 5 << NUMBER | BYTES;
    static final int META_LOG_MESSAGES = 6 << NUMBER | BYTES;
    static final int META_PRE_TOKEN_BALANCES = 7 << NUMBER | BYTES;
    static final int META_POST_TOKEN_BALANCES = 8 << NUMBER | BYTES;
    static final int META_INNER_INSTRUCTIONS_NONE = 10 << NUMBER;
    static final int META_LOADED_WRITABLE = 12 << NUMBER | BYTES;
    static final int META_LOADED_READONLY = 13 << NUMBER | BYTES;

    static final int INNER_INDEX = 1 << NUMBER;
    static final int INNER_INSTRUCTIONS = 2 << NUMBER | BYTES;

    static final int INSTRUCTION_PROGRAM_INDEX = 1 << NUMBER;
    static final int INSTRUCTION_ACCOUNTS = 2 << NUMBER | BYTES;
    static final int INSTRUCTION_DATA = 3 << NUMBER | BYTES;
    static final int INSTRUCTION_STACK_HEIGHT = 4 << NUMBER;

    static final int BALANCE_ACCOUNT_INDEX = 1 << NUMBER;
    static final int BALANCE_MINT = 2 << NUMBER | BYTES;
    static final int BALANCE_UI_TOKEN_AMOUNT = 3 << NUMBER | BYTES;
    static final int BALANCE_OWNER = 4 << NUMBER | BYTES;

    static final int AMOUNT_DECIMALS = 2 << NUMBER;

    static final int SLOT_SLOT = 1 << NUMBER;
    static final int SLOT_PARENT = 2 << NUMBER;
    static final int SLOT_STATUS = 3 << NUMBER;
    static final int SLOT_BANK_ID = 5 << NUMBER;

    static final int BLOCK_META_SLOT = 1 << NUMBER;
    static final int BLOCK_META_BLOCK_TIME = 4 << NUMBER | BYTES;
    static final int BLOCK_META_PARENT_SLOT = 6 << NUMBER;
    static final int BLOCK_META_BANK_ID = 10 << NUMBER;

    static final int PONG_ID = 1 << NUMBER;

    static final int TIME_SECONDS = 1 << NUMBER;

    private Tags() {}
}
