package io.driftgate.proxy.revocation;

import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.schemas.events.Revocation;
import java.util.Optional;

/** Decides whether a credential was revoked. Before all revocations are read it cannot say that one was not. Thread-safe. */
public final class RevocationCheck {

    /** What is known of a credential. */
    public enum Verdict {
        GOOD,
        REVOKED,
        /** Not yet to be said. */
        UNDECIDED
    }

    private final SignedBook<Revocation> book;

    /** @param book as its feed keeps it */
    public RevocationCheck(SignedBook<Revocation> book) {
        this.book = book;
    }

    /** @param credentialId a token's {@code jti}; a credential without an id cannot be revoked */
    public Verdict check(Optional<String> credentialId) {
        if (credentialId.flatMap(book::of).isPresent()) {
            return Verdict.REVOKED;
        }
        return book.complete() ? Verdict.GOOD : Verdict.UNDECIDED;
    }
}
