package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.ScopeStatus;

/**
 * Whether a scope is watched.
 *
 * @param since when it came to be so, append time, ms of the epoch
 * @param reason one sentence; empty for {@code OK}
 */
public record Standing(ScopeStatus status, long since, String reason) {}
