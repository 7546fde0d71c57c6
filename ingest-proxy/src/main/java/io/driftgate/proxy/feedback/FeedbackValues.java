package io.driftgate.proxy.feedback;

import java.time.Instant;
import java.util.Optional;

/**
 * What a book has to know of the values that it keeps.
 *
 * @param <V> type of the values
 */
public interface FeedbackValues<V> {

    /** What they are called in meters and conditions: {@code guards}. */
    String noun();

    /** What a record's key names here; nothing for one that is for another fleet. */
    Optional<String> id(String key);

    /** Whether the value repeats its record's key, and agrees with it. */
    boolean repeats(String key, V value);

    /** Only rises, for each key. */
    long version(V value);

    /** What the value says, in a word or two for the log. */
    String says(V value);

    /** Whether two values of one version say the same; when they were processed does not count. */
    boolean same(V one, V other);

    /** Whether nothing passes under the new value that did not pass under the one in force. */
    boolean tightens(Optional<V> inForce, V now);

    /** What is left of a value whose signer is no longer believed: what it forbids stays, what it permits does not. */
    V withoutPermission(V value);

    /** Whether the value says nothing any more, so that it can be forgotten. */
    boolean over(V value, Instant now);
}
