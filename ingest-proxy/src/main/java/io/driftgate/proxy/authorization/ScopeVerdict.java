package io.driftgate.proxy.authorization;

import io.driftgate.proxy.refusal.Refusal;

/** Whether a caller may use a route. */
public sealed interface ScopeVerdict {

    record Permitted() implements ScopeVerdict {}

    record Forbidden(Refusal refusal) implements ScopeVerdict {}
}
