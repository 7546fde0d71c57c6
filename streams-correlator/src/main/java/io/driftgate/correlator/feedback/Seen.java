package io.driftgate.correlator.feedback;

/**
 * The newest genuine record of a key that was read back from its topic.
 *
 * @param keyId of the key that signed it
 * @param offset where it stands
 * @param appended when it was appended, ms of the epoch
 */
public record Seen(long version, String keyId, long offset, long appended) {}
