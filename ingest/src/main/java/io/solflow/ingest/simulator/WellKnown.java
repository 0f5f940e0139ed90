package io.solflow.ingest.simulator;

import io.solflow.ingest.simulator.Address.Role;

/** Published addresses of Solana's programs and of the DEX programs' fixed accounts. */
final class WellKnown {

    static final Address SYSTEM_PROGRAM = program("11111111111111111111111111111111");
    static final Address TOKEN_PROGRAM = program("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    static final Address TOKEN_2022_PROGRAM = program("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
    static final Address ASSOCIATED_TOKEN_PROGRAM = program("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    static final Address COMPUTE_BUDGET = program("ComputeBudget111111111111111111111111111111");
    static final Address MEMO_PROGRAM = program("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
    static final Address VOTE_PROGRAM = program("Vote111111111111111111111111111111111111111");
    static final Address RENT_SYSVAR = state("SysvarRent111111111111111111111111111111111");
    static final Address INSTRUCTIONS_SYSVAR = state("Sysvar1nstructions1111111111111111111111111");

    static final Address PUMP_FUN = program("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P");
    static final Address PUMP_FUN_GLOBAL = state("4wTV1YmiEkRvAtNtsSGPtUrqRYQMe5SKy2uB4Jjaxnjf");
    static final Address PUMP_FUN_EVENT_AUTHORITY = state("Ce6TQqeHC9p8KetsN6JsjHK7UTZk7nasjjnr7XxXp9F1");
    static final Address PUMP_FUN_FEE_RECIPIENT = pool("62qc2CNXwrYqQScmEdiZFFAnJR262PxWEuNQtxfafNgV");
    static final Address PUMP_FUN_BUYBACK_RECIPIENT = pool("A7hAgCzFw14fejgCp387JUJRMNyz4j89JKnhtKU8piqW");
    static final Address PUMP_FUN_VOLUME = pool("Hq2wp8uJ9jCPsYgNHex8RtqdvMPfVGoYwjvF1ATiwn2Y");
    static final Address PUMP_FUN_FEE_CONFIG = state("8Wf5TiAheLUqBrKXeYg2JtAFFMWtKdG2BSFgqUcPVwTt");
    static final Address PUMP_FUN_QUOTE_CONTROL = state("5YxQFdt3Tr9zJLvkFccqXVUwhdTWJQc1fFg2YPbxvxeD");
    static final Address PUMP_FEE_PROGRAM = program("pfeeUxB6jkeY1Hxd7CsFCAjcbHA9rWtchMGdZ6VojVZ");

    static final Address PUMP_SWAP = program("pAMMBay6oceH9fJKBRHGP5D4bD4sWpmSwMn52FMfXEA");
    static final Address PUMP_SWAP_CONFIG = state("ADyA8hdefvWN2dbGGWFotbzWxrAvLW83WG6QCVXvJKqw");
    static final Address PUMP_SWAP_EVENT_AUTHORITY = state("GS4CU59F31iL7aR2Q8zVS8DRrcRnXX1yjQ66TqNVQnaR");
    static final Address PUMP_SWAP_FEE_RECIPIENT = state("FWsW1xNtWscwNmKv6wVsU1iTzRN6wmmk3MjxRP5tT7hz");
    static final Address PUMP_SWAP_BUYBACK_RECIPIENT = state("5eHhjP8JaYkz83CWwvGU2uMUXefd3AazWGx4gpcuEEYD");
    static final Address PUMP_SWAP_VOLUME = pool("C2aFPdENg4A2HQsmrd5rTw5TaYBX5Ku887cWjbFKtZpw");
    static final Address PUMP_SWAP_FEE_CONFIG = state("5PHirr8joyTMp9JMm6nW7hNDVyEYdkzDqazxPD7RaTjx");

    static final Address PUMP_SWAP_BOOST_AUTHORITY = state("9SNoU8GVBT7VTg7wfyTbtrgPb53fQTDYmg88EMaGjUQh");

    static final Address MOONSHOT = program("MoonCVVNZFSYkqNXP6bxHLPL6QQJiMagDL3qcqUQTrG");
    static final Address MOONSHOT_CONFIG = state("36Eru7v11oU5Pfrojyn5oY3nETA1a1iqsw2WUu6afkM9");
    static final Address MOONSHOT_DEX_FEE = pool("3udvfL24waJcLhskRAsStNMoNUvtyXdxrWQz4hgi953N");
    static final Address MOONSHOT_HELIO_FEE = pool("5K5RtTWzzLp4P8Npi84ocf7F1vBsAu29N1irG4iiUnzt");

    static final Address BONK_SWAP = program("BSwp6bEBihVLdqJRKGgzjcGLHkcTuzmSo1TQkHepzH8p");
    static final Address BONK_SWAP_STATE = state("61CjGbapEVoyCC51x5tPZGZHCYsgtPSSssCatHEEUWeG");
    static final Address BONK_SWAP_AUTHORITY = state("GBmzQL7BTKwSV9Qg7h5iXQad1q61xwMSzMpdbBkCyo2p");

    static final Address JUPITER_DCA = program("DCA265Vj8a9CEuX1eb1LWRnDT7uK6q1xMipnNyatn23M");
    static final Address JUPITER_DCA_EVENT_AUTHORITY = state("Cspp27eGUDMXxPEdhmEXFVRn6Lt1L7xJyALF3nmnWoBj");
    static final Address JUPITER_DCA_FEE_AUTHORITY = state("CpoD6tWAsMDeyvVG2q2rD1JbDY6d4AujvnAn2NdrhZV2");
    static final Address JUPITER_DCA_KEEPER = Address.of("DCAKxn5PFNN1mBREPWGdk1RXg5aVH9rPErLfBFEi2Emb", Role.WALLET);

    static final Address JUPITER = program("JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4");
    static final Address JUPITER_EVENT_AUTHORITY = state("D8cy77BBepLMngZx6ZukaTff5hCt1HrWyKk3Hnd9oitf");
    static final Address WHIRLPOOL = program("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc");
    static final Address OTHER_ROUTER = program("9GCBb4NsSDRuEkkGfQkN37oppmMVPops5sXDWhAKAvQQ");

    private WellKnown() {}

    private static Address program(final String base58) {
        return Address.of(base58, Role.PROGRAM);
    }

    private static Address state(final String base58) {
        return Address.of(base58, Role.STATE);
    }

    private static Address pool(final String base58) {
        return Address.of(base58, Role.POOL);
    }
}
