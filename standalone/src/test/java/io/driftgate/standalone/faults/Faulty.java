package io.driftgate.standalone.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ways in which a state file is none. Each holds the word hunter2, or half of it: it must turn up nowhere else. */
enum Faulty {
    NOT_JSON("state-not-json", "JSON") {
        @Override
        byte[] of(String state) {
            return "Error: the password hunter2 is wrong\n".getBytes(StandardCharsets.UTF_8);
        }
    },
    VERSION_3("state-unsupported-version", "version 3") {
        @Override
        byte[] of(String state) {
            return state.replace("\"version\":4", "\"version\":3").getBytes(StandardCharsets.UTF_8);
        }
    },
    TRUNCATED("state-not-json", "JSON") {
        @Override
        byte[] of(String state) {
            byte[] whole = state.getBytes(StandardCharsets.UTF_8);
            return Arrays.copyOf(whole, whole.length * 2 / 3);
        }
    },
    /** As a shell writes it that redirects text in the encoding of its own. */
    UTF_16("state-not-utf-8", "UTF-8") {
        @Override
        byte[] of(String state) {
            return state.getBytes(StandardCharsets.UTF_16);
        }
    },
    EMPTY("state-not-json", "nothing") {
        @Override
        byte[] of(String state) {
            return new byte[0];
        }
    };

    private final String reason;
    private final String word;

    Faulty(String reason, String word) {
        this.reason = reason;
        this.word = word;
    }

    /** Of the condition and of the dead letter. */
    String reason() {
        return reason;
    }

    /** What the sentence must name. */
    String word() {
        return word;
    }

    /** The same state, in this way. */
    abstract byte[] of(String state);
}
